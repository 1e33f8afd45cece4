using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>Numbers, words and local times as a contract says they are written.</summary>
public class NotationTests
{
    static readonly Column s_price = new()
    {
        Name = "price",
        Type = LogicalType.Decimal(12, 2),
        Notation = new(',', '.', ["€", "EUR"]),
    };

    static readonly Column s_local = new()
    {
        Name = "at",
        Type = LogicalType.Timestamp,
        Formats = ["dd.MM.yyyy HH:mm"],
        Zone = "Europe/Berlin",
    };

    [Theory]
    [InlineData("2,50", 250L)]
    [InlineData("1.234,50", 123450L)]
    [InlineData("1.234.567,5", 123456750L)]
    [InlineData("1234,50", 123450L)]
    [InlineData("-1.234,50 €", -123450L)]
    [InlineData("€ 7", 700L)]
    [InlineData("-€7", -700L)]
    [InlineData("EUR 7,00", 700L)]
    [InlineData(",5", 50L)]
    [InlineData("2.50", RejectCode.TypeError)]
    [InlineData("12.34,5", RejectCode.TypeError)]
    [InlineData("1.2345,5", RejectCode.TypeError)]
    [InlineData(".234,5", RejectCode.TypeError)]
    [InlineData("1,234.5", RejectCode.TypeError)]
    [InlineData("1,2,3", RejectCode.TypeError)]
    [InlineData("$7", RejectCode.TypeError)]
    [InlineData("€", RejectCode.TypeError)]
    [InlineData("-", RejectCode.TypeError)]
    [InlineData("99.999.999.999,00", RejectCode.RangeError)]
    public void A_price_with_a_decimal_comma(string cell, object expected) => ParsedCell.Expect(s_price, cell, expected);

    [Fact]
    public void A_double_with_a_decimal_comma() =>
        ParsedCell.Expect(s_price with { Type = LogicalType.Double }, "1.234,5", BitConverter.DoubleToInt64Bits(1234.5));

    [Fact]
    public void A_whole_number_with_thousands() => ParsedCell.Expect(s_price with { Type = LogicalType.Int32 }, "1.234", 1234L);

    [Theory]
    [InlineData("Yes", 1L)]
    [InlineData("y", 1L)]
    [InlineData("1.0", 1L)]
    [InlineData("N", 0L)]
    [InlineData("true", RejectCode.TypeError)]
    public void A_bool_in_words(string cell, object expected) => ParsedCell.Expect(
        new() { Name = "final", Type = LogicalType.Bool, TrueWords = ["yes", "y", "1.0"], FalseWords = ["no", "n"] }, cell, expected);

    [Theory]
    [InlineData("01.02.2026 10:00", "2026-02-01T09:00:00")]
    [InlineData("01.07.2026 10:00", "2026-07-01T08:00:00")]
    public void A_local_time_is_stored_in_UTC(string cell, string expected) => ParsedCell.Expect(s_local, cell, Microseconds(expected));

    [Theory]
    [InlineData("29.03.2026 02:30", LocalTimeRule.Earlier, "2026-03-29T00:30:00")]
    [InlineData("29.03.2026 02:30", LocalTimeRule.Later, "2026-03-29T01:30:00")]
    [InlineData("25.10.2026 02:30", LocalTimeRule.Earlier, "2026-10-25T00:30:00")]
    [InlineData("25.10.2026 02:30", LocalTimeRule.Later, "2026-10-25T01:30:00")]
    public void A_time_that_daylight_saving_skips_or_repeats_is_read_as_declared(string cell, LocalTimeRule rule, string expected)
    {
        ParsedCell.Expect(s_local, cell, RejectCode.TypeError);
        ParsedCell.Expect(s_local with { LocalTime = rule }, cell, Microseconds(expected));
    }

    [Fact]
    public void An_ISO_time_without_offset_is_local_and_one_with_an_offset_is_not()
    {
        var column = s_local with { Formats = [] };

        ParsedCell.Expect(column, "2026-02-01T10:00", Microseconds("2026-02-01T09:00:00"));
        ParsedCell.Expect(column, "2026-02-01T10:00Z", Microseconds("2026-02-01T10:00:00"));
    }

    static long Microseconds(string time) =>
        (long)(DateTime.Parse(time, CultureInfo.InvariantCulture) - DateTime.UnixEpoch).TotalMicroseconds;
}
