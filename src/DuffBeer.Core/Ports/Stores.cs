namespace DuffBeer.Core.Ports;

/// <summary>The two stores of a run: landing, which holds source files and is only read, and the lake, which holds all output.</summary>
/// <param name="Bucket">Name of the landing store; part of every run's identity.</param>
public sealed record Stores(IObjectStore Landing, IObjectStore Lake, string Bucket);
