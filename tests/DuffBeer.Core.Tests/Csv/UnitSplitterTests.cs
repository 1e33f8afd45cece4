using System.Text;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Tests.Csv;

public sealed class UnitSplitterTests
{
    const int Limit = 20;

    // A file, and its units: kind or fault, offset, and the cells of a record in angle brackets.
    [Theory]
    [InlineData("", "")]
    [InlineData("a,b", "0<a><b>")]
    [InlineData("a,b\nc,d\r\ne,f\rg", "0<a><b> 4<c><d> 9<e><f> 13<g>")]
    [InlineData("\n\r\n\r\ra", "0blank 1blank 3blank 4blank 5<a>")]
    [InlineData("a\r\r\nb", "0<a> 2blank 4<b>")]
    [InlineData("a\n", "0<a>")]
    [InlineData(",\n", "0<><>")]
    [InlineData("\"\"\n", "0<>")]
    [InlineData("\"a,b\",\"c\"\"d\"\n", "0<a,b><c\"d>")]
    [InlineData("\"a\nb\",c\r\nd\n", "0<a\nb><c> 9<d>")]
    [InlineData("\"a\r\nb\"\r\nd", "0<a\r\nb> 8<d>")]
    [InlineData("\"\"\"\"\n", "0<\">")]
    // Stray quotes inside unquoted cells of one line are text.
    [InlineData("a\"b,c\n", "0<a\"b><c>")]
    [InlineData("5\" pipe,\"x,y\"\n", "0<5\" pipe><x,y>")]
    // Quoting breaks on the first line: the line is judged alone.
    [InlineData("\"a\"b,c\nd\n", "0BadQuote 7<d>")]
    [InlineData("a\"b,\"c\nd\",e\n", "0UnclosedQuote 7<d\"><e>")]
    [InlineData("a,\"b\"c\"\nd\n", "0BadQuote 8<d>")]
    [InlineData("a,\"b", "0UnclosedQuote")]
    // Quoting breaks after the first line: the first line is rejected, and reading continues after it.
    [InlineData("\"a\nb", "0UnclosedQuote 3<b>")]
    [InlineData("\"a\r\nb\"c\nd\n", "0BadQuote 4<b\"c> 8<d>")]
    [InlineData("\"a\nb\",c\"d\ne\n", "0BadQuote 3<b\"><c\"d> 10<e>")]
    [InlineData("\"a\n12345678901234567890\n\"\n", "0UnclosedQuote 3<12345678901234567890> 24UnclosedQuote")]
    [InlineData("\"a\n\",12345678901234567890\nb\n", "0LineTooLong 3LineTooLong 26<b>")]
    // Exactly the limit, and one byte more; the line break does not count.
    [InlineData("12345678901234567890\r\na\n", "0<12345678901234567890> 22<a>")]
    [InlineData("123456789012345678901\r\na\n", "0LineTooLong 23<a>")]
    [InlineData("\"23456789012345678901\"\na\n", "0LineTooLong 23<a>")]
    [InlineData("x\"345678901234567890\na\n", "0<x\"345678901234567890> 21<a>")]
    [InlineData("x\"34567890123456789012", "0LineTooLong")]
    [InlineData("\"2345678901234567890\n\"\n", "0UnclosedQuote 21UnclosedQuote")]
    // A mark counts only at the start of the file, and NUL is a byte like any other.
    [InlineData("a\n\uFEFFb\0\n", "0<a> 2<ï»¿b\0>")]
    public async Task Units_follow_the_rules(string text, string expected)
    {
        var file = Encoding.UTF8.GetBytes(text);
        var limits = Reading.Tiny with { MaxRecord = Limit };

        Assert.Equal(expected, Show(Reading.Sequential(file, Limit)));
        Assert.Equal(expected, Show((await Reading.RangeAsync(new MemoryByteSource(file), limits, 0, long.MaxValue)).Units));
    }

    [Theory]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\nb\"\r")]
    [InlineData("\"a\nb\"\r\n")]
    [InlineData("\"a\r")]
    [InlineData("a\"\r")]
    [InlineData("\r")]
    public void A_unit_without_a_visible_end_needs_more_bytes_and_is_never_guessed(string text)
    {
        var file = Encoding.UTF8.GetBytes(text);
        var whole = UnitSplitter.Split(file, endOfFile: true, Reading.Comma, Limit);
        var consumed = whole.Length + whole.BreakLength;

        for (var seen = 0; seen < file.Length; seen++)
        {
            var part = UnitSplitter.Split(file.AsSpan(0, seen), endOfFile: false, Reading.Comma, Limit);
            Assert.True(
                part.Extent == UnitExtent.NeedsMore || (part with { Examined = whole.Examined } == whole && seen >= consumed),
                $"{seen}: {part}");
        }
    }

    [Fact]
    public void With_two_bytes_more_than_the_limit_a_unit_is_always_decided()
    {
        var random = new Random(7);
        for (var round = 0; round < 200_000; round++)
        {
            var file = random.GetItems("\",\n\rxx"u8, 8);
            Assert.NotEqual(UnitExtent.NeedsMore, UnitSplitter.Split(file, endOfFile: false, Reading.Comma, limit: 6).Extent);
        }
    }

    [Theory]
    [InlineData("\",\",")]
    [InlineData("\"\"\n")]
    [InlineData("\"x\n")]
    [InlineData("\"\"\"\n,")]
    [InlineData("\n\",\"")]
    [InlineData("x\",\"\n")]
    public void Splitting_examines_each_byte_a_bounded_number_of_times(string fragment)
    {
        var random = new Random(11);
        var file = Enumerable.Range(0, 20_000).SelectMany(_ => Encoding.UTF8.GetBytes(random.Next(9) > 0 ? fragment : "\"\n")).ToArray();
        var examined = 0L;
        for (var at = 0; at < file.Length;)
        {
            var unit = UnitSplitter.Split(file.AsSpan(at), endOfFile: true, Reading.Comma, limit: 4096);
            examined += unit.Examined;
            at += unit.Length + unit.BreakLength;
        }

        Assert.InRange((double)examined / file.Length, 0, 5);
    }

    static string Show(IEnumerable<Parsed> units) => string.Join(" ", units.Select(unit => unit.Kind switch
    {
        UnitKind.Blank => $"{unit.Offset}blank",
        UnitKind.Fault => $"{unit.Offset}{unit.Fault}",
        _ => $"{unit.Offset}{unit.Cells}",
    }));
}
