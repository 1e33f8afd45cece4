using System.Text;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Tests.Csv;

/// <summary>Delimiters of several bytes.</summary>
public sealed class LongDelimiterTests
{
    static readonly ReaderLimits[] s_limits =
    [
        ReaderLimits.Default,
        new(MaxRecord: 5, Block: 2, Overrun: 1, Evidence: 3),
        new(MaxRecord: 3, Block: 3, Overrun: 1, Evidence: 2),
        new(MaxRecord: 6, Block: 4, Overrun: 1, Evidence: 100),
    ];

    static readonly string[] s_delimiters = ["||", ", ", "|~|"];

    /// <summary>Every text over these, up to a length: the delimiter, its first character alone, and what else decides.</summary>
    static IEnumerable<string> Texts(string delimiter, int longest, bool withPart)
    {
        string[] parts = [delimiter, "\"", "\n", "\r", "x", .. withPart ? new[] { delimiter[..1], delimiter[..^1] } : []];
        var texts = new List<string> { "" };
        for (var length = 0; length <= longest; length++)
        {
            foreach (var text in texts)
                yield return text;
            texts = [.. texts.SelectMany(text => parts.Distinct().Select(part => text + part))];
        }
    }

    [Fact]
    public void Records_and_cells_are_those_of_a_delimiter_of_one_byte()
    {
        foreach (var text in Texts("||", 6, withPart: false))
        {
            var limit = ReaderLimits.Default.MaxRecord;
            var expected = Reading.Sequential(Encoding.UTF8.GetBytes(text.Replace("||", ",", StringComparison.Ordinal)), limit);
            var actual = Reading.Sequential(Encoding.UTF8.GetBytes(text), limit, dialect: Of("||"));
            Assert.Equal(
                expected.Select(unit => (unit.Kind, unit.Fault, unit.Cells)),
                actual.Select(unit => (unit.Kind, unit.Fault, unit.Cells.Replace("||", ",", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public async Task Chunks_and_blocks_of_any_size_give_what_the_splitter_defines()
    {
        foreach (var delimiter in s_delimiters)
        {
            foreach (var text in Law.Some(Texts(delimiter, 4, withPart: true)))
            {
                var file = Encoding.UTF8.GetBytes(text);
                foreach (var limits in s_limits)
                {
                    var expected = Reading.Sequential(file, limits.MaxRecord, dialect: Of(delimiter));
                    for (var chunk = 1; chunk <= file.Length; chunk += 2)
                        Assert.Equal(expected, (await Reading.ChunkedAsync(file, chunk, 2, limits, dialect: Of(delimiter))).Units);
                }
            }
        }
    }

    [Fact]
    public async Task The_independent_counter_agrees()
    {
        foreach (var delimiter in s_delimiters)
        {
            foreach (var text in Law.Some(Texts(delimiter, 5, withPart: true)))
            {
                var file = Encoding.UTF8.GetBytes(text);
                foreach (var limits in s_limits)
                {
                    var counted = await RecordCounter.CountAsync(
                        new MemoryByteSource(file), Of(delimiter), 0, 0, limits.MaxRecord, limits.Block, default);
                    var expected = Reading.Count(Reading.Sequential(file, limits.MaxRecord, dialect: Of(delimiter)));
                    if (expected != counted)
                        Assert.Fail($"'{text}' by '{delimiter}' with {limits}: expected {expected}, but counted {counted}");
                }
            }
        }
    }

    [Fact]
    public async Task A_line_of_nothing_but_delimiters_is_blank_to_the_counter_too()
    {
        var source = new MemoryByteSource("1||2||3\n||||\n||\n||||||\n"u8.ToArray());

        Assert.Equal(new(3, 1, 0), await RecordCounter.CountAsync(source, Of("||"), columns: 3, start: 0, default));
    }

    static Dialect Of(string delimiter)
    {
        var bytes = Encoding.UTF8.GetBytes(delimiter);
        return new(bytes[0]) { DelimiterRest = bytes[1..] };
    }
}
