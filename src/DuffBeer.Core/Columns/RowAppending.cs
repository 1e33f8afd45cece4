using System.Text;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Columns;

/// <summary>Appends .NET values to column buffers, in the memory form of <see cref="LogicalType"/>.</summary>
public static class RowAppending
{
    /// <param name="row">One cell per column: null, int, long, decimal, double, bool, <see cref="DateOnly"/>, <see cref="DateTime"/> (UTC)
    /// or string, as its type wants.</param>
    public static void Append(this ColumnBatch batch, IReadOnlyList<object?> row)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var index = 0; index < batch.Columns.Count; index++)
            Append(batch.Buffers[index], batch.Columns[index].Type, row[index]);
    }

    static void Append(ColumnBuffer buffer, LogicalType type, object? value)
    {
        switch (buffer)
        {
            case var _ when value is null:
                buffer.AppendNull();
                break;
            case ValueBuffer<int> days when value is DateOnly date:
                days.Append(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
                break;
            case ValueBuffer<int> numbers:
                numbers.Append((int)value);
                break;
            case ValueBuffer<long> unscaled when value is decimal number:
                unscaled.Append((long)(number * LogicalType.PowersOfTen[type.Scale]));
                break;
            case ValueBuffer<long> microseconds when value is DateTime time:
                microseconds.Append((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);
                break;
            case ValueBuffer<long> numbers:
                numbers.Append((long)value);
                break;
            case ValueBuffer<double> numbers:
                numbers.Append((double)value);
                break;
            case ValueBuffer<byte> flags:
                flags.Append((bool)value ? (byte)1 : (byte)0);
                break;
            default:
                ((StringBuffer)buffer).Append(Encoding.UTF8.GetBytes((string)value));
                break;
        }
    }
}
