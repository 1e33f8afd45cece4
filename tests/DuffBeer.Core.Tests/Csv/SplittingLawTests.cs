using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Tests.Csv;

/// <summary>Every string over quote, comma, LF, CR and x, up to a length; of the longest ones a share.</summary>
public sealed class SplittingLawTests
{
    static readonly byte[] s_alphabet = "\",\n\rx"u8.ToArray();
    static readonly ReaderLimits[] s_limits =
    [
        ReaderLimits.Default,
        Reading.Tiny,
        new(MaxRecord: 3, Block: 3, Overrun: 1, Evidence: 2),
        new(MaxRecord: 100, Block: 4, Overrun: 1, Evidence: 100),
    ];

    [Fact]
    public async Task The_reader_reads_what_the_splitter_defines()
    {
        foreach (var file in Files(7))
        {
            var source = new MemoryByteSource(file);
            foreach (var limits in LimitsFor(file))
            {
                var expected = Reading.Sequential(file, limits.MaxRecord);
                for (var cells = 1; cells <= 3; cells++)
                    Same(file, limits, expected, (await Reading.RangeAsync(source, limits, 0, long.MaxValue, cells)).Units);
            }
        }
    }

    [Fact]
    public async Task Chunks_of_any_size_give_what_one_sequential_read_gives()
    {
        foreach (var file in Files(6))
        {
            foreach (var limits in s_limits)
            {
                var expected = Reading.Sequential(file, limits.MaxRecord);
                for (var chunkBytes = 1; chunkBytes <= file.Length; chunkBytes++)
                    Same(file, limits, expected, (await Reading.ChunkedAsync(file, chunkBytes, columnCount: 2, limits)).Units);
            }
        }
    }

    [Fact]
    public async Task The_independent_counter_counts_what_the_splitter_defines()
    {
        foreach (var file in Files(7))
        {
            var source = new MemoryByteSource(file);
            foreach (var limits in LimitsFor(file))
            {
                var expected = Reading.Count(Reading.Sequential(file, limits.MaxRecord));
                var actual = await RecordCounter.CountAsync(source, Reading.Comma, 0, 0, limits.MaxRecord, limits.Block, default);
                if (expected != actual)
                    Assert.Fail($"{Show(Parsed.Text(file))} with {limits}: expected {expected}, but counted {actual}");
            }
        }
    }

    /// <summary>Most strings have the maximum length: only the two tightest limits for them.</summary>
    static ReaderLimits[] LimitsFor(byte[] file) => file.Length < 7 ? s_limits : s_limits[..2];

    static void Same(byte[] file, ReaderLimits limits, IReadOnlyList<Parsed> expected, IReadOnlyList<Parsed> actual)
    {
        if (!expected.SequenceEqual(actual))
            Assert.Fail(
                $"{Show(Parsed.Text(file))} with {limits}:\n  expected {Show(string.Join(" ", expected))}\n  but read " +
                $"{Show(string.Join(" ", actual))}");
    }

    static string Show(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static IEnumerable<byte[]> Files(int longest)
    {
        for (var length = 0; length <= longest; length++)
        {
            foreach (var file in length < longest ? FilesOf(length) : Law.Some(FilesOf(length)))
                yield return file;
        }
    }

    static IEnumerable<byte[]> FilesOf(int length)
    {
        var count = (long)Math.Pow(s_alphabet.Length, length);
        for (var number = 0L; number < count; number++)
        {
            var file = new byte[length];
            var rest = number;
            for (var i = 0; i < length; i++, rest /= s_alphabet.Length)
                file[i] = s_alphabet[rest % s_alphabet.Length];
            yield return file;
        }
    }
}
