using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Rows;

public sealed class RowAppendingTests
{
    [Fact]
    public void Values_come_in_the_memory_form_of_their_types()
    {
        using var batch = new ColumnBatch(
        [
            new("whole", LogicalType.Int32), new("large", LogicalType.Int64), new("money", LogicalType.Decimal(10, 2)),
            new("ratio", LogicalType.Double),
            new("flag", LogicalType.Bool), new("day", LogicalType.Date), new("time", LogicalType.Timestamp),
            new("text", LogicalType.String),
        ]);

        batch.Append([7, 8L, -2.5m, 0.25, true, new DateOnly(1970, 1, 3), new DateTime(1970, 1, 1, 0, 0, 1, DateTimeKind.Utc), "ä"]);
        batch.Append(new object?[8]);

        Assert.Equal(2, batch.RowCount);
        Assert.Equal(7, ((ValueBuffer<int>)batch.Buffers[0]).Values[0]);
        Assert.Equal(8, ((ValueBuffer<long>)batch.Buffers[1]).Values[0]);
        Assert.Equal(-250, ((ValueBuffer<long>)batch.Buffers[2]).Values[0]);
        Assert.Equal(0.25, ((ValueBuffer<double>)batch.Buffers[3]).Values[0]);
        Assert.Equal(1, ((ValueBuffer<byte>)batch.Buffers[4]).Values[0]);
        Assert.Equal(2, ((ValueBuffer<int>)batch.Buffers[5]).Values[0]);
        Assert.Equal(1_000_000, ((ValueBuffer<long>)batch.Buffers[6]).Values[0]);
        Assert.Equal("ä", Encoding.UTF8.GetString(((StringBuffer)batch.Buffers[7])[0]));
        Assert.All(batch.Buffers, buffer => Assert.Equal((false, true), (buffer.IsNull(0), buffer.IsNull(1))));
    }
}
