using DuffBeer.Core.Columns;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>A hash of one row of a batch: rows with the same cells have the same hash, in whatever form a column stores them.</summary>
static class BatchHash
{
    /// <param name="except">A column that does not count.</param>
    public static int Of(ColumnBatch batch, int row, int except = -1)
    {
        var hash = new HashCode();
        for (var column = 0; column < batch.Buffers.Count; column++)
        {
            var buffer = batch.Buffers[column];
            if (column == except)
                continue;
            if (buffer.IsNull(row))
                hash.Add(-1);
            else if (buffer is StringBuffer texts)
                hash.AddBytes(texts[row]);
            else
                hash.Add(Number(buffer, row));
        }

        return hash.ToHashCode();
    }

    static long Number(ColumnBuffer buffer, int row) => buffer switch
    {
        ValueBuffer<long> numbers => numbers.Values[row],
        ValueBuffer<int> numbers => numbers.Values[row],
        ValueBuffer<double> numbers => BitConverter.DoubleToInt64Bits(numbers.Values[row]),
        ValueBuffer<byte> flags => flags.Values[row],
        _ => throw new ArgumentException($"A column is a {buffer.GetType().Name}.", nameof(buffer)),
    };
}
