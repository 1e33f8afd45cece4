namespace DuffBeer.Core.Contracts;

/// <summary>One column of a stored table, of a model or of a report's result.</summary>
public sealed record TableColumn(string Name, LogicalType Type, string Description = "", bool Nullable = true);
