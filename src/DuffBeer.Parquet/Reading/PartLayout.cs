using System.Buffers.Binary;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Reading;

/// <summary>A column as a file stores it.</summary>
/// <param name="FieldId">Null in files of earlier versions and of other writers.</param>
/// <param name="Converted">What its numbers or bytes mean; null if they are plain.</param>
/// <param name="Precision">Digits of a decimal.</param>
/// <param name="Scale">Digits behind a decimal's point.</param>
sealed record StoredColumn(
    string Name, int? FieldId, PhysicalType Physical, bool IsNullable, ConvertedType? Converted, int Precision, int Scale)
{
    /// <summary>The column as it was declared; null if we never write such a one.</summary>
    public TableColumn? Declared => TypeOf() is { } type ? new(Name, type, Nullable: IsNullable) { Id = FieldId } : null;

    LogicalType? TypeOf() => (Physical, Converted) switch
    {
        (PhysicalType.Int32, null) => LogicalType.Int32,
        (PhysicalType.Int64, null) => LogicalType.Int64,
        (PhysicalType.Int32 or PhysicalType.Int64, ConvertedType.Decimal) => LogicalType.Decimal(Precision, Scale),
        (PhysicalType.Int32, ConvertedType.Date) => LogicalType.Date,
        (PhysicalType.Int64, ConvertedType.TimestampMicros) => LogicalType.Timestamp,
        (PhysicalType.Double, null) => LogicalType.Double,
        (PhysicalType.Boolean, null) => LogicalType.Bool,
        (PhysicalType.ByteArray, ConvertedType.Utf8) => LogicalType.String,
        _ => null,
    };
}

/// <summary>The place of one column of one row group.</summary>
sealed record StoredChunk(long Offset, int Length, Codec Codec);

sealed record StoredGroup(long Rows, IReadOnlyList<StoredChunk> Chunks);

/// <summary>What the footer of a file says.</summary>
sealed record PartLayout(IReadOnlyList<StoredColumn> Columns, IReadOnlyList<StoredGroup> Groups)
{
    const int TailBytes = 8;

    /// <exception cref="FormatException">The file is no Parquet file of flat columns.</exception>
    public static async Task<PartLayout> ReadAsync(IByteSource part, CancellationToken cancellationToken)
    {
        var length = part.Length ?? throw new FormatException("The length of the part is not known.");
        if (length < TailBytes)
            throw new FormatException("The part is too short.");
        var tail = await ReadAsync(part, length - TailBytes, TailBytes, cancellationToken);
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!tail.AsSpan(sizeof(int)).SequenceEqual(FileFooter.Magic) || bytes < 0 || bytes > length - TailBytes)
            throw new FormatException("The part does not end as a Parquet file does.");
        return Parse(await ReadAsync(part, length - TailBytes - bytes, bytes, cancellationToken));
    }

    public static async Task<byte[]> ReadAsync(IByteSource part, long offset, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        for (var read = 0; read < length;)
        {
            var count = await part.ReadAsync(offset + read, bytes.AsMemory(read), cancellationToken);
            read += count > 0 ? count : throw new FormatException("The part ends early.");
        }

        return bytes;
    }

    static PartLayout Parse(ReadOnlySpan<byte> footer)
    {
        var file = ThriftFields.Read(ref footer);
        // The first element is the root, whose children are the columns.
        return new([.. file.Structs(2).Skip(1).Select(Column)], [.. file.Structs(4).Select(Group)]);
    }

    static StoredColumn Column(ThriftFields column)
    {
        if (column.FindNumber(5) is > 0)
            throw new FormatException("The part has nested columns.");
        return new(
            column.Text(4), (int?)column.FindNumber(9), (PhysicalType)column.Number(1), column.Number(3) == (int)Repetition.Optional,
            (ConvertedType?)column.FindNumber(6), (int)(column.FindNumber(8) ?? 0), (int)(column.FindNumber(7) ?? 0));
    }

    static StoredGroup Group(ThriftFields group) => new(
        group.Number(3),
        [
            .. group.Structs(1).Select(chunk => chunk.Struct(3)).Select(chunk => new StoredChunk(
                chunk.FindNumber(11) ?? chunk.Number(9), checked((int)chunk.Number(7)), (Codec)chunk.Number(4))),
        ]);
}
