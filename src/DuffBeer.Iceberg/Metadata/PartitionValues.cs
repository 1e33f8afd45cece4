using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Partitions;

namespace DuffBeer.Iceberg.Metadata;

/// <summary>The partitions of an attempt's parts, as their folders say.</summary>
/// <param name="Columns">Empty if the table has no partitions, or if some folder does not determine the value of its column.</param>
/// <param name="Values">One per part: a value per column.</param>
sealed record PartitionValues(
    IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<IComparable?>> Values, IReadOnlyList<PartitionRange> Ranges)
{
    /// <remarks>
    /// Readers take a partition's value from the manifest, not from the file. A folder of null also holds empty texts: where a part has
    /// both, the manifest says nothing of partitions, and readers take the values from the files.
    /// </remarks>
    public static PartitionValues Of(IReadOnlyList<TableColumn> table, IReadOnlyList<Part> parts)
    {
        var none = new PartitionValues([], [.. parts.Select(_ => Array.Empty<IComparable?>())], []);
        if (parts.Count == 0 || parts[0].Partition.Length == 0)
            return none;
        var names = parts[0].Partition.Split('/').Select(folder => folder[..folder.IndexOf('=', StringComparison.Ordinal)]).ToList();
        var columns = new List<TableColumn>();
        foreach (var name in names)
        {
            if (table.FirstOrDefault(column => column.Name == name) is not { } column)
                return none;
            columns.Add(column);
        }

        var values = new List<IReadOnlyList<IComparable?>>();
        foreach (var part in parts)
        {
            var folders = part.Partition.Split('/');
            var ofPart = new IComparable?[columns.Count];
            for (var index = 0; index < ofPart.Length; index++)
            {
                if (!TryValue(columns[index], folders[index][(names[index].Length + 1)..], part, out ofPart[index]))
                    return none;
            }

            values.Add(ofPart);
        }

        return new(columns, values, [.. columns.Select((column, index) => Range(column, values.Select(value => value[index])))]);
    }

    static bool TryValue(TableColumn column, string folder, Part part, out IComparable? value)
    {
        value = null;
        if (PartitionPath.Decode(folder) is { } text)
            return (value = IcebergType.Parse(column.Type, text)) is not null;
        if (column.Type.Kind != TypeKind.String)
            return true;
        // Without counts it may be either.
        var nulls = part.Columns?.FirstOrDefault(other => other.FieldId == column.FieldId)?.Nulls;
        value = nulls == 0 ? IcebergType.Parse(column.Type, "") : null;
        return nulls == 0 || nulls == part.Rows;
    }

    static PartitionRange Range(TableColumn column, IEnumerable<IComparable?> values)
    {
        var (hasNull, min, max) = (false, (IComparable?)null, (IComparable?)null);
        foreach (var value in values)
        {
            hasNull |= value is null;
            if (value is null)
                continue;
            min = min is null || value.CompareTo(min) < 0 ? value : min;
            max = max is null || value.CompareTo(max) > 0 ? value : max;
        }

        return new(
            hasNull,
            min is null ? null : IcebergType.Bound(column.Type, min),
            max is null ? null : IcebergType.Bound(column.Type, max));
    }
}
