using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Csv;

public sealed class MemoryByteSourceTests
{
    [Theory]
    [InlineData(0, 5, "abcde")]
    [InlineData(2, 2, "cd")]
    [InlineData(3, 9, "de")]
    [InlineData(5, 1, "")]
    [InlineData(long.MaxValue, 1, "")]
    public async Task Bytes_come_from_their_offset_and_fewer_than_requested_only_at_the_end(long offset, int room, string expected)
    {
        await using var source = new MemoryByteSource("abcde"u8.ToArray());
        var buffer = new byte[room];

        var count = await source.ReadAsync(offset, buffer, default);

        Assert.Equal((5L, expected), (source.Length!.Value, System.Text.Encoding.ASCII.GetString(buffer.AsSpan(0, count))));
    }
}
