namespace DuffBeer.Core.Models;

/// <summary>A key that the header of a SQL file may have.</summary>
/// <param name="Description">What its value means, for the reference of definitions.</param>
public sealed record HeaderKey(string Name, string Description);
