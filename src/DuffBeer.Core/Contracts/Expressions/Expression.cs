namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>A typed, checked expression over one row.</summary>
public sealed record Expression(string Text);
