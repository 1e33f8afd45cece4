namespace DuffBeer.Core.Contracts;

/// <summary>One column of a stored table, of a model or of a report's result.</summary>
public sealed record TableColumn(string Name, LogicalType Type, string Description = "", bool Nullable = true)
{
    /// <summary>The id that the contract gives; null if it gives none.</summary>
    public int? Id { get; init; }

    /// <summary>The column's number in files: <see cref="Contracts.FieldId"/>.</summary>
    public int FieldId => Id ?? Contracts.FieldId.OfName(Name);
}
