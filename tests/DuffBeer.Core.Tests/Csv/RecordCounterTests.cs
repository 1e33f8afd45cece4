using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Tests.Csv;

public sealed class RecordCounterTests
{
    [Fact]
    public async Task Rows_are_records_and_faulty_lines_and_blank_lines_are_counted_apart()
    {
        var source = new MemoryByteSource("a,b\n1,\"x\ny\"\n\n\r\n2,\"z\"z\n3,w"u8.ToArray());

        var count = await RecordCounter.CountAsync(source, Reading.Comma, columns: 0, start: 4, default);

        Assert.Equal(new RecordCount(Records: 2, BlankLines: 2, FaultyLines: 1), count);
        Assert.Equal(3, count.Rows);
    }

    [Fact]
    public async Task A_source_is_read_once_forward_and_in_a_bounded_window()
    {
        var file = new byte[6 << 20];
        file.AsSpan().Fill((byte)'x');
        var source = new CountingSource(file);

        Assert.Equal(new(0, 0, 1), await RecordCounter.CountAsync(source, Reading.Comma, 0, 0, default));
        Assert.Equal(file.Length, source.BytesRead);
        Assert.InRange(source.LargestRequest, 1, 4 << 20);
    }
}
