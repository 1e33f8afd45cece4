using System.Buffers.Binary;
using System.IO.Compression;
using DuffBeer.Core.Columns;
using DuffBeer.Parquet.Format;
using Snappier;

namespace DuffBeer.Parquet.Reading;

/// <summary>Appends the values of one column of one row group to a buffer.</summary>
static class ChunkReader
{
    /// <param name="chunk">All pages of the column.</param>
    /// <param name="factor">Of decimals: what a stored number is multiplied by.</param>
    public static void Append(
        ReadOnlySpan<byte> chunk, StoredColumn column, Codec codec, long rows, long factor, ColumnBuffer buffer)
    {
        PageValues? dictionary = null;
        for (var left = rows; left > 0;)
        {
            var header = ThriftFields.Read(ref chunk);
            var (type, length, stored) = ((PageType)header.Number(1), (int)header.Number(2), (int)header.Number(3));
            var page = Unpacked(chunk[..stored], length, codec);
            chunk = chunk[stored..];
            if (type == PageType.Dictionary)
            {
                dictionary = PageValues.Read(page, PageEncoding.Plain, column.Physical, (int)header.Struct(7).Number(1), null);
                continue;
            }

            var data = header.Struct(5);
            var count = (int)data.Number(1);
            var levels = column.IsNullable ? Levels(ref page, count) : null;
            var present = levels is null ? count : levels.Sum();
            var values = PageValues.Read(page, (PageEncoding)data.Number(2), column.Physical, present, dictionary);
            Append(values, levels, count, factor, buffer);
            left -= count;
        }
    }

    static ReadOnlySpan<byte> Unpacked(ReadOnlySpan<byte> stored, int length, Codec codec)
    {
        if (codec == Codec.Uncompressed)
            return stored;
        var page = new byte[length];
        var unpacked = codec switch
        {
            Codec.Snappy => Snappy.Decompress(stored, page),
            Codec.Brotli => BrotliDecoder.TryDecompress(stored, page, out var written) ? written : -1,
            _ => throw new FormatException($"A page has the codec {codec}, which our parts do not have."),
        };
        return unpacked == length ? page : throw new FormatException($"A page of {length} bytes cannot be decompressed.");
    }

    /// <summary>1 for each row that has a value, 0 for a null.</summary>
    static int[] Levels(ref ReadOnlySpan<byte> page, int count)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(page);
        var levels = new int[count];
        PackedNumbers.ReadRuns(page.Slice(sizeof(int), length), width: 1, levels);
        page = page[(sizeof(int) + length)..];
        return levels;
    }

    static void Append(PageValues values, int[]? levels, int count, long factor, ColumnBuffer buffer)
    {
        for (int row = 0, at = 0; row < count; row++)
        {
            if (levels is not null && levels[row] == 0)
                buffer.AppendNull();
            else
                Append(values, at++, factor, buffer);
        }
    }

    static void Append(PageValues values, int index, long factor, ColumnBuffer buffer)
    {
        switch (buffer)
        {
            case ValueBuffer<long> longs:
                longs.Append(checked(values.Bits[index] * factor));
                break;
            case ValueBuffer<int> ints:
                ints.Append(checked((int)values.Bits[index]));
                break;
            case ValueBuffer<double> doubles:
                doubles.Append(BitConverter.Int64BitsToDouble(values.Bits[index]));
                break;
            case ValueBuffer<byte> bools:
                bools.Append((byte)values.Bits[index]);
                break;
            case StringBuffer strings:
                strings.Append(values.Text(index));
                break;
            default:
                throw new ArgumentException($"{buffer.GetType().Name} cannot be filled from a part.", nameof(buffer));
        }
    }
}
