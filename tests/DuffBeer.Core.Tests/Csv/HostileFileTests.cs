using System.Text;
using DuffBeer.Core.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Csv;

/// <summary>Hostile files in chunks and blocks of any size.</summary>
public sealed class HostileFileTests
{
    static readonly byte[][] s_fragments =
    [
        .. new[]
        {
            "a,b\n", "1,x\r\n", "2,y\r", "\n", "\r\n", "\r\r\n", "\r", ",", "\"", "\"\"", "\"a\nb\",c\n", "\"a\r\n\r\nb\",\"c\"\"d\"\r\n",
            "\"open,\n", "x\"y,z\n", "\"a\"b,c\n", "5\" pipe,6\"\n", "\"\n", "\",\"", "\0", "\0\0,\0\n", "\uFEFF", "\uFEFFa,b\n", "é,ü\n",
            "🍺",
            "\"🍺\n🍺\",é\r\n", "a,b,c,d,e,f,g\n", "long long long long long long long long,x\n",
            "\"long long long\nlong long long long long\",x\n",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE],
        [0xFF, 0xFE, (byte)'a', (byte)',', (byte)'\n'],
        [0xFE, 0xFF, 0, (byte)'\n'],
        [0, 0, 0xFE, 0xFF],
        [0xC3],
        [0xF0, 0x9F, 0x8D, (byte)'\n'],
    ];

    static readonly Arbitrary<byte[]> s_files = Gen.Elements(s_fragments)
        .ArrayOf().Select(fragments => fragments.SelectMany(fragment => fragment).ToArray()).ToArbitrary();

    static readonly Arbitrary<ReaderLimits> s_limits = (
        from maxRecord in Gen.Elements(1, 2, 7, 20, 40, 1000)
        from block in Gen.Elements(2, 3, 5, 16, 64, 4096)
        from overrun in Gen.Elements(1, 4, 100)
        from evidence in Gen.Elements(2, 16, 4096)
        select new ReaderLimits(maxRecord, block, overrun, evidence)).ToArbitrary();

    [Fact]
    public void Chunks_of_any_size_give_what_one_sequential_read_gives() =>
        Prop.ForAll(s_files, s_limits, Gen.Choose(1, 60).ToArbitrary(), (file, limits, chunkBytes) =>
        {
            var (units, _) = Reading.ChunkedAsync(file, chunkBytes, columnCount: 2, limits).GetAwaiter().GetResult();
            Assert.Equal(Reading.Sequential(file, limits.MaxRecord), units);
        }).Check(Law.Cases(6_000).WithEndSize(60));

    [Fact]
    public void The_independent_counter_agrees() =>
        Prop.ForAll(s_files, s_limits, (file, limits) =>
        {
            var units = Reading.Sequential(file, limits.MaxRecord);
            var counted = RecordCounter.CountAsync(new MemoryByteSource(file), Reading.Comma, 0, 0, limits.MaxRecord, limits.Block, default)
                .GetAwaiter()
                .GetResult();
            Assert.Equal(Reading.Count(units), counted);
        }).Check(Law.Cases(3_000).WithEndSize(60));

    public static TheoryData<string> Corpora() => [.. s_corpora.Keys];

    [Theory]
    [MemberData(nameof(Corpora))]
    public async Task Every_corpus_reads_the_same_in_chunks_and_blocks_of_any_size(string name)
    {
        var (file, limits) = (s_corpora[name](), ReaderLimits.Default);
        var expected = Reading.Sequential(file, limits.MaxRecord);

        Assert.Equal(Reading.Count(expected), await RecordCounter.CountAsync(new MemoryByteSource(file), Reading.Comma, 0, 0, default));
        int[] chunks = [.. new[] { 97, 4096, 65_536, 1 << 20, 3_000_000 }.Where(size => size * 400L > file.Length)];
        int[] blocks = [.. new[] { 64, 5000, limits.Block }.Where(size => size * 2000L > file.Length)];
        foreach (var (chunkBytes, block) in Law.Pairs(chunks, blocks))
            Assert.Equal(expected, (await Reading.ChunkedAsync(file, chunkBytes, columnCount: 2, limits with { Block = block })).Units);
    }

    static readonly Dictionary<string, Func<byte[]>> s_corpora = new()
    {
        ["empty"] = () => [],
        ["header only"] = () => Bytes("a,b"),
        ["header only with its line break"] = () => Bytes("a,b\r\n"),
        ["no final newline"] = () => Bytes(Rows(500) + "last,row"),
        ["CR CR LF"] = () => Bytes(string.Concat(Enumerable.Repeat("a,b\r\r\n", 500))),
        ["lone CR"] = () => Bytes(Rows(500).Replace('\n', '\r')),
        ["mixed line ends"] = () =>
            Bytes(string.Concat(Enumerable.Range(0, 900).Select(i => $"{i},x{(i % 3 == 0 ? "\r\n" : i % 3 == 1 ? "\n" : "\r")}"))),
        ["quoted newlines at every border"] = () =>
            Bytes(string.Concat(Enumerable.Range(0, 500).Select(i => $"{i},\"{new string('\n', i % 12)}x,\r\n\"\n"))),
        ["marks everywhere"] = () => Bytes(string.Concat(Enumerable.Repeat("\uFEFFa,\uFEFFb\n", 500))),
        ["bytes of a UTF-16 mark at record starts"] = () =>
            [.. Enumerable.Repeat<byte[]>([0xFF, 0xFE, (byte)',', (byte)'x', (byte)'\n'], 500).SelectMany(row => row)],
        ["NUL"] = () => Bytes(string.Concat(Enumerable.Repeat("\0,\0\0\n\0\n", 300))),
        ["one giant cell"] = () => Bytes("a,b\n1,\"" + new string('x', 900_000) + "\n\"\n2,y\n"),
        ["10,000 columns"] = () => Bytes(string.Concat(Enumerable.Repeat(string.Join(',', Enumerable.Range(0, 10_000)) + "\n", 20))),
        ["an unclosed quote near the start"] = () => Bytes("a,b\n1,\"x\n" + Rows(120_000)),
        ["an unclosed quote every 100 rows"] = () => Bytes(string.Concat(Enumerable.Repeat("a,\"b\n" + Rows(100), 100))),
        ["stray quotes in every row"] = () => Bytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i}\" pipe,\"x\"\n"))),
        ["quotes closed one line late"] = () => Bytes(string.Concat(Enumerable.Repeat("\"x\n\",", 3000))),
        ["UTF-8 of four bytes"] = () => Bytes(string.Concat(Enumerable.Repeat("🍺🍺,\"🍺\n🍺\"\n", 500))),
        ["a line of exactly 1 MiB"] = () => Bytes("a,b\n" + new string('x', 1 << 20) + "\r\nc,d\n"),
        ["a line of 1 MiB and a byte"] = () => Bytes("a,b\n" + new string('x', (1 << 20) + 1) + "\r\nc,d\n"),
        ["a quoted record of exactly 1 MiB"] = () => Bytes("a,b\n\"" + new string('\n', (1 << 20) - 2) + "\"\r\nc,d\n"),
        ["a line of 3 MiB without an end"] = () => Bytes("a,b\n" + new string('x', 3 << 20)),
    };

    static string Rows(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"{i},value {i}\n"));

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
