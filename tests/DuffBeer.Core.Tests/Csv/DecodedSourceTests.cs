using System.IO.Compression;
using System.Text;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Csv;

public sealed class DecodedSourceTests
{
    static readonly byte[] s_rows = Encoding.UTF8.GetBytes(
        string.Concat(Enumerable.Range(0, 40_000).Select(i => $"{i},value {i * 7919L % 10_007},é\n")));

    [Theory]
    [InlineData(TextEncoding.Utf16LittleEndian, new byte[] { 0xFF, 0xFE, 0x61, 0, 0xE9, 0, 0x3C, 0xD8, 0x7A, 0xDF }, "aé🍺")]
    [InlineData(TextEncoding.Utf16BigEndian, new byte[] { 0xFE, 0xFF, 0, 0x61, 0, 0xE9, 0xD8, 0x3C, 0xDF, 0x7A }, "aé🍺")]
    // Half a pair, in the middle and at the end, and half a code unit.
    [InlineData(TextEncoding.Utf16LittleEndian, new byte[] { 0xFF, 0xFE, 0x3C, 0xD8, 0x61, 0, 0x7A, 0xDF }, "\uFFFDa\uFFFD")]
    [InlineData(TextEncoding.Utf16LittleEndian, new byte[] { 0xFF, 0xFE, 0x61, 0, 0x3C, 0xD8 }, "a\uFFFD")]
    [InlineData(TextEncoding.Utf16LittleEndian, new byte[] { 0xFF, 0xFE, 0x61, 0, 0x62 }, "a\uFFFD")]
    [InlineData(TextEncoding.Utf16LittleEndian, new byte[] { 0xFF, 0xFE }, "")]
    [InlineData(TextEncoding.Windows1252, new byte[] { 0x61, 0x80, 0x99, 0xE9, 0x9F, 0xFF }, "a€™éŸÿ")]
    [InlineData(TextEncoding.Latin1, new byte[] { 0x61, 0x80, 0xE9, 0xFF }, "a\u0080éÿ")]
    public async Task Text_comes_out_as_UTF_8(TextEncoding encoding, byte[] file, string expected)
    {
        Assert.Equal(expected, Encoding.UTF8.GetString(await ReadAllAsync(file, new(Gzip: false, encoding))));
        Assert.Equal(expected, Encoding.UTF8.GetString(await ReadAllAsync(Gzip(file), new(Gzip: true, encoding))));
    }

    [Fact]
    public async Task A_gzip_file_of_several_members_is_their_content_one_after_the_other()
    {
        var last = "x,y\n"u8.ToArray();
        byte[] file = [.. Gzip(s_rows), .. Gzip([]), .. Gzip(last)];

        Assert.Equal(s_rows.Concat(last), await ReadAllAsync(file, new(Gzip: true, TextEncoding.Utf8)));
        Assert.Empty(await ReadAllAsync(Gzip([]), new(Gzip: true, TextEncoding.Utf8)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Any_read_size_gives_the_same_bytes(int step)
    {
        var utf16 = Encoding.Unicode.GetBytes("\uFEFF" + Encoding.UTF8.GetString(s_rows.AsSpan(0, 20_000)));

        Assert.Equal(s_rows[..20_000], await ReadAllAsync(Gzip(utf16), new(Gzip: true, TextEncoding.Utf16LittleEndian), step));
    }

    [Fact]
    public async Task A_truncated_gzip_file_is_refused_and_never_taken_for_a_shorter_one()
    {
        byte[] file = [.. Gzip(s_rows[..3000]), .. Gzip(s_rows[..500])];
        var secondMember = Gzip(s_rows[..3000]).Length;

        for (var length = 0; length < file.Length; length++)
            if (length != secondMember && length != 0)
                await IsRefusedAsync(file[..length]);
    }

    [Fact]
    public async Task A_damaged_gzip_file_never_gives_wrong_content()
    {
        var file = Gzip(s_rows[..3000]);
        for (var index = 0; index < file.Length; index++)
        {
            var damaged = (byte[])file.Clone();
            damaged[index] ^= 0x55;
            try
            {
                // Some bytes of its header, such as the time and the system, do not affect the content.
                Assert.Equal(s_rows[..3000], await ReadAllAsync(damaged, new(Gzip: true, TextEncoding.Utf8)));
                Assert.InRange(index, 0, 9);
            }
            catch (TerminalException failure)
            {
                Assert.Equal(ProblemCode.NotCsv, failure.Code);
            }
        }
    }

    [Fact]
    public Task Bytes_after_a_gzip_file_that_are_not_gzip_are_refused() => IsRefusedAsync([.. Gzip(s_rows), 0, 0, 0, 0]);

    [Fact]
    public async Task A_gzip_bomb_is_read_in_blocks()
    {
        const int Rows = 1 << 26;
        var before = GC.GetAllocatedBytesForCurrentThread();
        await using var source = new DecodedSource(new MemoryByteSource(Gzip(new byte[Rows])), new(Gzip: true, TextEncoding.Utf8));
        var packedIn = GC.GetAllocatedBytesForCurrentThread() - before;
        var buffer = new byte[1 << 16];
        var total = 0L;
        for (int read; (read = await source.ReadAsync(total, buffer, default)) > 0;)
            total += read;

        Assert.Equal(Rows, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before - packedIn, 0, 16 << 20);
    }

    [Fact]
    public async Task Reading_begins_at_any_later_offset_and_never_goes_back()
    {
        await using var source = new DecodedSource(new MemoryByteSource(Gzip(s_rows)), new(Gzip: true, TextEncoding.Utf8));
        var buffer = new byte[10];

        Assert.Equal(10, await source.ReadAsync(300_000, buffer, default));
        Assert.Equal(s_rows[300_000..300_010], buffer);
        Assert.Equal(0, await source.ReadAsync(s_rows.Length + 5L, buffer, default));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await source.ReadAsync(0, buffer, default));
    }

    [Fact]
    public async Task Units_of_a_decoded_source_have_UTF_8_offsets()
    {
        var text = "id,name\n1,\"é\ny\"\r\n2,z\n";
        await using var source = new DecodedSource(
            new MemoryByteSource(Gzip(Encoding.Unicode.GetBytes("\uFEFF" + text))), new(Gzip: true, TextEncoding.Utf16LittleEndian));

        Assert.Equal(
            Reading.Sequential(Encoding.UTF8.GetBytes(text), 100, from: 8),
            (await Reading.RangeAsync(source, Reading.Tiny with { MaxRecord = 100 }, 8, long.MaxValue)).Units);
    }

    public static TheoryData<byte[]> Encoded() =>
    [
        Encoding.UTF8.GetBytes(Orders),
        Encoding.UTF8.GetBytes("\uFEFF" + Orders),
        Encoding.Unicode.GetBytes("\uFEFF" + Orders),
        Encoding.BigEndianUnicode.GetBytes("\uFEFF" + Orders),
        Encoding.Latin1.GetBytes(Orders),
    ];

    const string Orders = "id;naïve name\r\n1;\"é;\ny\"\r\n2;z";

    [Theory]
    [MemberData(nameof(Encoded))]
    public async Task A_sniffed_source_gives_the_same_rows_in_every_encoding(byte[] file)
    {
        foreach (var stored in new[] { file, Gzip(file) })
        {
            var source = new MemoryByteSource(stored);
            var declared = file.Length == Orders.Length ? "iso-8859-1" : null;
            var shape = await SourceSniffer.SniffAsync(source, new(Encoding: declared), ["id"], default);

            await using var opened = shape.Coding.Open(source);
            using var reader = new UnitReader(opened, shape.Dialect, shape.HeaderEnd, long.MaxValue);
            var cells = new List<string>();
            do
            {
                while (reader.TryRead())
                    cells.AddRange([Encoding.UTF8.GetString(reader.Unit.Field(0)), Encoding.UTF8.GetString(reader.Unit.Field(1))]);
            }
            while (await reader.FillAsync(default));

            Assert.Equal(["id", "naïve name"], shape.Header);
            Assert.Equal(["1", "é;\ny", "2", "z"], cells);
        }
    }

    static async Task IsRefusedAsync(byte[] file)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => ReadAllAsync(file, new(Gzip: true, TextEncoding.Utf8)));

        Assert.Equal(ProblemCode.NotCsv, failure.Code);
        Assert.Contains("truncated or damaged", failure.Message, StringComparison.Ordinal);
    }

    static async Task<byte[]> ReadAllAsync(byte[] file, SourceCoding coding, int step = 4096)
    {
        await using var source = new DecodedSource(new MemoryByteSource(file), coding);
        using var all = new MemoryStream();
        var buffer = new byte[step];
        while (true)
        {
            var read = await source.ReadAsync(all.Length, buffer, default);
            all.Write(buffer, 0, read);
            if (read < buffer.Length)
                return all.ToArray();
        }
    }

    static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }
}
