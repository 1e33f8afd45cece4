using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet.Format;
using DuffBeer.Parquet.Reading;

namespace DuffBeer.Parquet;

/// <summary>Reads the Parquet files that <see cref="ParquetPartWriter"/> wrote, and no others.</summary>
public sealed class ParquetPartReader : IPartReader
{
    /// <exception cref="TerminalException"><c>DocumentDamaged</c>.</exception>
    public async Task<IPartContent?> OpenAsync(
        IByteSource part, IReadOnlyList<TableColumn>? columns, CancellationToken cancellationToken)
    {
        var layout = await GuardAsync(() => PartLayout.ReadAsync(part, cancellationToken));
        if (layout.Columns.Any(column => column.FieldId is null || column.Declared is null))
            return null;
        columns ??= [.. layout.Columns.Select(column => column.Declared!)];
        var places = columns.Select(column => PlaceOf(layout, column)).ToList();
        return places.Contains(null) ? null : new Content(part, layout, columns, [.. places.OfType<Place>()]);
    }

    /// <summary>Null if the file's column has another type.</summary>
    static Place? PlaceOf(PartLayout layout, TableColumn column)
    {
        var index = layout.Columns.Index().Where(stored => stored.Item.FieldId == column.FieldId)
            .Select(stored => stored.Index)
            .DefaultIfEmpty(-1)
            .First();
        if (index < 0)
            return new(index, 1);
        var (stored, wanted) = (layout.Columns[index], column.Type);
        var isSame = (wanted.Kind, stored.Physical, stored.Converted) is
            (TypeKind.Int32, PhysicalType.Int32, null)
            or (TypeKind.Int64, PhysicalType.Int32 or PhysicalType.Int64, null)
            or (TypeKind.Decimal, PhysicalType.Int32 or PhysicalType.Int64, ConvertedType.Decimal)
            or (TypeKind.Date, PhysicalType.Int32, ConvertedType.Date)
            or (TypeKind.Timestamp, PhysicalType.Int64, ConvertedType.TimestampMicros)
            or (TypeKind.Double, PhysicalType.Double, null)
            or (TypeKind.Bool, PhysicalType.Boolean, null)
            or (TypeKind.String, PhysicalType.ByteArray, ConvertedType.Utf8);
        if (!isSame || (wanted.Kind == TypeKind.Decimal && stored.Scale > wanted.Scale))
            return null;
        return new(index, wanted.Kind == TypeKind.Decimal ? LogicalType.PowersOfTen[wanted.Scale - stored.Scale] : 1);
    }

    static async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception damaged)
            when (damaged is FormatException or ArgumentException or IndexOutOfRangeException or KeyNotFoundException
                or InvalidCastException or OverflowException or InvalidDataException)
        {
            throw new TerminalException(ProblemCode.DocumentDamaged, $"A Parquet part cannot be read: {damaged.Message}", damaged);
        }
    }

    /// <param name="Index">Of the file's column; negative if it has none.</param>
    /// <param name="Factor">What its numbers are multiplied by.</param>
    sealed record Place(int Index, long Factor);

    sealed class Content(IByteSource part, PartLayout layout, IReadOnlyList<TableColumn> columns, IReadOnlyList<Place> places)
        : IPartContent
    {
        public IReadOnlyList<TableColumn> Columns => columns;

        public PartCodec Codec => layout.Groups.Count == 0 ? PartCodec.Uncompressed : layout.Groups[0].Chunks[0].Codec switch
        {
            Format.Codec.Brotli => PartCodec.Brotli,
            Format.Codec.Snappy => PartCodec.Snappy,
            _ => PartCodec.Uncompressed,
        };

        public IReadOnlyList<long> RowGroups => [.. layout.Groups.Select(group => group.Rows)];

        public async ValueTask AppendAsync(int rowGroup, ColumnBatch batch, CancellationToken cancellationToken)
        {
            var group = layout.Groups[rowGroup];
            foreach (var (place, buffer) in places.Zip(batch.Buffers))
            {
                if (place.Index < 0)
                {
                    for (var row = 0L; row < group.Rows; row++)
                        buffer.AppendNull();
                    continue;
                }

                var (stored, column) = (group.Chunks[place.Index], layout.Columns[place.Index]);
                await GuardAsync(async () =>
                {
                    var pages = await PartLayout.ReadAsync(part, stored.Offset, stored.Length, cancellationToken);
                    ChunkReader.Append(pages, column, stored.Codec, group.Rows, place.Factor, buffer);
                    return true;
                });
            }
        }
    }
}
