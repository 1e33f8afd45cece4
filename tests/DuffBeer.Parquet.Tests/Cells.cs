using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows;

namespace DuffBeer.Parquet.Tests;

/// <summary>Batches from .NET values: int for int32 and date, long for int64, decimal and timestamp, double, bool, string, or null.</summary>
static class Cells
{
    public static ColumnBatch Batch(IReadOnlyList<TableColumn> columns, params IReadOnlyList<object?>[] cells)
    {
        var batch = new ColumnBatch(columns);
        for (var column = 0; column < cells.Length; column++)
        {
            foreach (var cell in cells[column])
                Append(batch.Buffers[column], cell);
        }

        return batch;
    }

    public static void Append(ColumnBuffer buffer, object? cell)
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
            case (StringBuffer strings, string value):
                strings.Append(Encoding.UTF8.GetBytes(value));
                break;
            default:
                throw new ArgumentException($"{buffer.GetType()} does not hold a {cell.GetType()}.");
        }
    }
}
