using DuffBeer.Core.Contracts;

namespace DuffBeer.Iceberg.Metadata;

/// <param name="SourceId">The column.</param>
/// <param name="FieldId">The value's number in manifests, 1000 or more.</param>
sealed record PartitionField(int SourceId, int FieldId, string Name, string Transform);

/// <summary>The columns that files are partitioned by, all by their value.</summary>
/// <param name="SpecId">Derived from the columns, as that of a schema is from its fields; 0 without columns.</param>
sealed record PartitionSpec(int SpecId, IReadOnlyList<PartitionField> Fields)
{
    /// <summary>The largest number that Iceberg itself gives to the field of a table without partitions.</summary>
    public const int LastFieldOfNone = 999;

    public static readonly PartitionSpec None = new(0, []);

    public static PartitionSpec Of(IReadOnlyList<TableColumn> columns) => columns.Count == 0
        ? None
        : new(
            ContentId.Of(string.Join('/', columns.Select(column => $"{column.Name} {column.FieldId}"))),
            [
                .. columns.Select(column =>
                    new PartitionField(column.FieldId, LastFieldOfNone + ContentId.Of(column.Name), column.Name, "identity")),
            ]);

    public bool Equals(PartitionSpec? other) => other is not null && SpecId == other.SpecId && Fields.SequenceEqual(other.Fields);

    public override int GetHashCode() => SpecId;
}
