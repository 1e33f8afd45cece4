namespace DuffBeer.Core.Ports;

/// <summary>The two places of a run: source files come from one, which is only read; all that we make goes to the other.</summary>
/// <param name="Bucket">Names the landing store; part of every run's identity.</param>
public sealed record Stores(IObjectStore Landing, IObjectStore Lake, string Bucket);
