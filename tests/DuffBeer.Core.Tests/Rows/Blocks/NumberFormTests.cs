using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows.Blocks;

/// <summary>Reading eight bytes at a time gives what the framework's parsers give; a common form declines any other text.</summary>
public class NumberFormTests
{
    static readonly Gen<string> s_digits = Gen.Choose(0, 19)
        .SelectMany(count => Gen.Elements("0123456789".ToCharArray()).ArrayOf(count))
        .Select(digits => new string(digits));
    static readonly Gen<string> s_odd = Gen.Choose(0, 12)
        .SelectMany(count => Gen.Elements("00112359.-+ ,:eE/;\0\u007f".ToCharArray()).ArrayOf(count))
        .Select(text => new string(text));

    [Fact]
    public void Every_integer_of_up_to_16_digits_is_read_as_the_framework_reads_it() =>
        Prop.ForAll(s_digits.ToArbitrary(), text =>
            Read<IntegerForm>(text, 0)
                == (text.Length is >= 1 and <= 16 ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null))
            .Check(Law.Cases(2_000));

    [Fact]
    public void Every_decimal_of_up_to_8_characters_is_read_as_the_framework_reads_it() =>
        Prop.ForAll(
            Gen.Choose(-99_999_999, 99_999_999).ToArbitrary(),
            Gen.Choose(0, 6).ToArbitrary(),
            Gen.Choose(0, 9).ToArbitrary(),
            (digits, places, scale) =>
            {
                var value = new decimal(Math.Abs(digits), 0, 0, false, (byte)places);
                var text = value.ToString(CultureInfo.InvariantCulture);
                var expected = text.Length <= 8 && places <= scale ? (long?)(value * LogicalType.PowersOfTen[scale]) : null;
                return Read<DecimalForm>(text, scale) == expected;
            }).Check(Law.Cases(5_000));

    [Fact]
    public void Every_day_of_the_calendar_is_read_and_no_other() =>
        Prop.ForAll(
            Gen.Choose(0, 10_000).ToArbitrary(),
            Gen.Choose(0, 13).ToArbitrary(),
            Gen.Choose(0, 32).ToArbitrary(),
            (year, month, day) =>
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
                var expected = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                    ? CalendarDay.Of(date)
                    : (long?)null;
                return Read<IsoDateForm>(text, 0) == expected;
            }).Check(Law.Cases(5_000));

    [Fact]
    public void Text_that_is_not_a_number_is_declined() =>
        Prop.ForAll(s_odd.ToArbitrary(), Gen.Choose(0, 9).ToArbitrary(), (text, scale) =>
        {
            var isInteger = text.Length > 0 && text.All(char.IsAsciiDigit);
            var point = text.IndexOf('.', StringComparison.Ordinal);
            var isDecimal = isInteger
                || (point >= 0
                    && text.Remove(point, 1) is { Length: > 0 } digits
                    && digits.All(char.IsAsciiDigit)
                    && text.Length - point - 1 is > 0 and var places
                    && places <= scale);
            return (isInteger || Read<IntegerForm>(text, 0) is null) && (isDecimal || Read<DecimalForm>(text, scale) is null)
                && (text.Length == 10 || Read<IsoDateForm>(text, 0) is null);
        }).Check(Law.Cases(20_000));

    [Theory]
    [InlineData(".5", 2, 50L)]
    [InlineData("5.", 2, null)]
    [InlineData(".", 2, null)]
    [InlineData("1.2.3", 2, null)]
    [InlineData("1,250", 2, null)]
    [InlineData("0.001", 2, null)]
    [InlineData("12345678", 0, 12345678L)]
    [InlineData("99999999", 9, 99999999_000000000L)]
    public void A_decimal_is_read_whole_or_not_at_all(string text, int scale, long? expected) =>
        Assert.Equal(expected, Read<DecimalForm>(text, scale));

    /// <summary>Surrounded by digits, which must not count.</summary>
    static long? Read<TForm>(string text, int scale) where TForm : struct, IScalarForm
    {
        var bytes = Encoding.Latin1.GetBytes($"77{text}8888888888888888");
        return TForm.TryRead(ref bytes[2], text.Length, scale, out var value) ? value : null;
    }
}
