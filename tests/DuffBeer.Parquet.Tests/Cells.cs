using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests;

/// <summary>
/// Batches from .NET values: int for int32 and date, long for int64, decimal and timestamp, double, bool, string, or null.
/// </summary>
static class Cells
{
    public static ColumnBatch Batch(IReadOnlyList<TableColumn> columns, params IReadOnlyList<object?>[] cells) => Fill(new(columns), cells);

    /// <summary>The same, with coded strings for columns that have a dictionary.</summary>
    public static ColumnBatch Batch(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<StringCodes?> dictionaries, params IReadOnlyList<object?>[] cells) =>
        Fill(
            new(
                columns,
                [.. columns.Zip(dictionaries, (column, codes) => codes is null ? ColumnBuffer.For(column.Type) : new StringBuffer(codes))]),
            cells);

    static ColumnBatch Fill(ColumnBatch batch, IReadOnlyList<object?>[] cells)
    {
        for (var column = 0; column < cells.Length; column++)
        {
            foreach (var cell in cells[column])
                Append(batch.Buffers[column], cell);
        }

        return batch;
    }

    /// <summary>The values of a buffer as .NET values, doubles by their bits.</summary>
    public static IEnumerable<object?> Of(ColumnBuffer buffer) =>
        Enumerable.Range(0, buffer.Count).Select(row => buffer.IsNull(row) ? null : Exactly(buffer switch
        {
            ValueBuffer<int> ints => ints.Values[row],
            ValueBuffer<long> longs => longs.Values[row],
            ValueBuffer<double> doubles => doubles.Values[row],
            ValueBuffer<byte> bools => bools.Values[row] != 0,
            _ => Encoding.UTF8.GetString(((StringBuffer)buffer)[row]),
        }));

    /// <summary>A double as its bits, so that zeros differ by sign and NaN equals itself; other values unchanged.</summary>
    public static object? Exactly(object? cell) => cell is double value ? BitConverter.DoubleToInt64Bits(value) : cell;

    static void Append(ColumnBuffer buffer, object? cell)
    {
        switch (buffer, cell)
        {
            case (_, null):
                buffer.AppendNull();
                break;
            case (ValueBuffer<int> ints, int value):
                ints.Append(value);
                break;
            case (ValueBuffer<long> longs, long value):
                longs.Append(value);
                break;
            case (ValueBuffer<double> doubles, double value):
                doubles.Append(value);
                break;
            case (ValueBuffer<byte> bools, bool value):
                bools.Append(value ? (byte)1 : (byte)0);
                break;
            case (StringBuffer { Dictionary: { } codes } coded, string value):
                coded.NextCodes(1)[0] = codes.CodeOf(Encoding.UTF8.GetBytes(value));
                coded.Commit(present: default, rows: [0]);
                break;
            case (StringBuffer strings, string value):
                strings.Append(Encoding.UTF8.GetBytes(value));
                break;
            default:
                throw new ArgumentException($"{buffer.GetType()} does not hold a {cell.GetType()}.");
        }
    }
}
