using System.Globalization;
using System.Numerics;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Rejects;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class CellParserTests
{
    static readonly LogicalType s_price = LogicalType.Decimal(10, 2);

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("42", 42L)]
    [InlineData("+5", 5L)]
    [InlineData("-0", 0L)]
    [InlineData(" 5", 5L)]
    [InlineData("5\t", 5L)]
    [InlineData("\u00a05", 5L)]
    [InlineData("007", 7L)]
    [InlineData("00000000000000000000000000000007", 7L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    [InlineData("9223372036854775808", RejectCode.RangeError)]
    [InlineData("-9223372036854775809", RejectCode.RangeError)]
    [InlineData("99999999999999999999999999", RejectCode.RangeError)]
    [InlineData("1e5", RejectCode.TypeError)]
    [InlineData("5.0", RejectCode.TypeError)]
    [InlineData("1,000", RejectCode.TypeError)]
    [InlineData("1 000", RejectCode.TypeError)]
    [InlineData("1_000", RejectCode.TypeError)]
    [InlineData("+", RejectCode.TypeError)]
    [InlineData("-", RejectCode.TypeError)]
    [InlineData("+-5", RejectCode.TypeError)]
    [InlineData("0x10", RejectCode.TypeError)]
    [InlineData("NaN", RejectCode.TypeError)]
    [InlineData("\u0665", RejectCode.TypeError)] // Arabic five
    [InlineData("\uff15", RejectCode.TypeError)] // full-width five
    [InlineData("5\0", RejectCode.TypeError)]
    public void Int64(string cell, object expected) => Expect(LogicalType.Int64, cell, expected);

    [Theory]
    [InlineData("2147483647", 2147483647L)]
    [InlineData("-2147483648", -2147483648L)]
    [InlineData("2147483648", RejectCode.RangeError)]
    [InlineData("-2147483649", RejectCode.RangeError)]
    public void Int32(string cell, object expected) => Expect(LogicalType.Int32, cell, expected);

    [Theory]
    [InlineData("2.50", 250L)]
    [InlineData("2.5", 250L)]
    [InlineData("2", 200L)]
    [InlineData("-2.05", -205L)]
    [InlineData("+2.05", 205L)]
    [InlineData("-0", 0L)]
    [InlineData("-0.00", 0L)]
    [InlineData(".5", 50L)]
    [InlineData("-.5", -50L)]
    [InlineData("2.500", 250L)]
    [InlineData("2.50000000000000000000000000", 250L)]
    [InlineData("99999999.99", 9_999_999_999L)]
    [InlineData("-99999999.99", -9_999_999_999L)]
    [InlineData("100000000", RejectCode.RangeError)]
    [InlineData("100000000000000000000000", RejectCode.RangeError)]
    [InlineData("2.505", RejectCode.TypeError)]
    [InlineData("0.001", RejectCode.TypeError)]
    [InlineData("5.", RejectCode.TypeError)]
    [InlineData(".", RejectCode.TypeError)]
    [InlineData("-.", RejectCode.TypeError)]
    [InlineData("1.2.3", RejectCode.TypeError)]
    [InlineData("12,50", RejectCode.TypeError)]
    [InlineData("1,234.50", RejectCode.TypeError)]
    [InlineData("1e2", RejectCode.TypeError)]
    [InlineData("$5", RejectCode.TypeError)]
    [InlineData("5 EUR", RejectCode.TypeError)]
    [InlineData("(5)", RejectCode.TypeError)]
    [InlineData("5-", RejectCode.TypeError)]
    [InlineData("\u22125", RejectCode.TypeError)] // minus sign U+2212
    public void Decimals(string cell, object expected) => Expect(s_price, cell, expected);

    [Theory]
    [InlineData("999999999999999999", 999_999_999_999_999_999L)]
    [InlineData("1000000000000000000", RejectCode.RangeError)]
    [InlineData("12.0", 12L)]
    public void The_widest_decimal(string cell, object expected) => Expect(LogicalType.Decimal(18, 0), cell, expected);

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-1.25e-3", -0.00125)]
    [InlineData("1E5", 100_000.0)]
    [InlineData("1e999", RejectCode.RangeError)]
    [InlineData("NaN", RejectCode.TypeError)]
    [InlineData("Infinity", RejectCode.TypeError)]
    [InlineData("-Infinity", RejectCode.TypeError)]
    [InlineData("1,5", RejectCode.TypeError)]
    [InlineData("5.", RejectCode.TypeError)]
    [InlineData("e5", RejectCode.TypeError)]
    public void Doubles(string cell, object expected) =>
        Expect(LogicalType.Double, cell, expected is double value ? BitConverter.DoubleToInt64Bits(value) : expected);

    [Theory]
    [InlineData("TRUE", 1L)]
    [InlineData("True", 1L)]
    [InlineData("false", 0L)]
    [InlineData("1", 1L)]
    [InlineData("0", 0L)]
    [InlineData("yes", RejectCode.TypeError)]
    [InlineData("2", RejectCode.TypeError)]
    [InlineData("t", RejectCode.TypeError)]
    public void Bools(string cell, object expected) => Expect(LogicalType.Bool, cell, expected);

    [Theory]
    [InlineData("1", RejectCode.RangeError)]
    [InlineData("1.01", 101L)]
    [InlineData("2.99", 299L)]
    [InlineData("3", RejectCode.RangeError)]
    public void Bounds_may_be_exclusive(string cell, object expected) =>
        Expect(new Column { Name = "x", Type = s_price, Range = new(100, 300, MinExclusive: true, MaxExclusive: true) }, cell, expected);

    [Theory]
    [InlineData("0.5", true)]
    [InlineData("0.4999", false)]
    [InlineData("1", false)]
    public void Bounds_of_a_double(string cell, bool inside) => Expect(
        new Column { Name = "x", Type = LogicalType.Double, Range = new(0.5m, 1, MaxExclusive: true) }, cell,
        inside ? BitConverter.DoubleToInt64Bits(double.Parse(cell, CultureInfo.InvariantCulture)) : RejectCode.RangeError);

    [Theory]
    [InlineData("  Retail ", "Retail")]
    [InlineData("\u00a0\u2003Caf\u00e9\u00a0", "Caf\u00e9")]
    [InlineData("a  b", "a  b")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("\ud83c\udf7a", "\ud83c\udf7a")]
    public void Strings_are_trimmed_of_unicode_space(string cell, string expected) => Expect(LogicalType.String, cell, expected);

    [Theory]
    [InlineData(CaseRule.Lower, "CREATED", "created")]
    [InlineData(CaseRule.Upper, "created", "CREATED")]
    [InlineData(CaseRule.Lower, "\u00c9T\u00c9 \u00c5", "\u00e9t\u00e9 \u00e5")]
    [InlineData(CaseRule.Upper, "stra\u00dfe \u0250", "STRA\u00dfE \u2c6f")] // one of the letters grows from two bytes to three
    [InlineData(CaseRule.Lower, "\u2c6f\ud801\udc00", "\u0250\ud801\udc28")]
    public void Strings_take_the_contracts_case(CaseRule rule, string cell, string expected) =>
        Expect(new Column { Name = "x", Type = LogicalType.String, Case = rule }, cell, expected);

    [Theory]
    [InlineData("n/a")]
    [InlineData(" N/A ")]
    [InlineData("UNKNOWN")]
    [InlineData("\u00c9T\u00c9")]
    [InlineData("")]
    [InlineData("   ")]
    public void Null_tokens_and_empty_cells_are_null(string cell)
    {
        var column = new Column { Name = "x", Type = LogicalType.String, NullTokens = ["N/A", "unknown", "\u00e9t\u00e9"] };

        Expect(column, cell, null);
        Expect(column with { Type = LogicalType.Int32 }, cell, null);
        Expect(column with { Required = true }, cell, RejectCode.RequiredError);
    }

    [Fact]
    public void Without_trim_space_is_part_of_the_cell()
    {
        Expect(new Column { Name = "x", Type = LogicalType.String, Trim = false }, " a ", " a ");
        Expect(new Column { Name = "x", Type = LogicalType.Int32, Trim = false }, " 5", RejectCode.TypeError);
    }

    [Theory]
    [InlineData("Created", "created")]
    [InlineData("delivered", "delivered")]
    [InlineData("lost", RejectCode.EnumError)]
    public void Only_allowed_values_pass(string cell, object expected) =>
        Expect(
            new Column { Name = "x", Type = LogicalType.String, Case = CaseRule.Lower, OneOf = ["created", "delivered"] }, cell, expected);

    [Fact]
    public void Allowed_numbers_are_compared_as_numbers()
    {
        var column = new Column { Name = "x", Type = s_price, OneOf = ["0", "7.50"] };

        Expect(column, "7.5", 750L);
        Expect(column, "-0.0", 0L);
        Expect(column, "7.51", RejectCode.EnumError);
    }

    [Fact]
    public void A_decimal_cell_is_the_exact_number_or_a_reject()
    {
        var cells = from high in Gen.Choose(-1_000_000_000, 1_000_000_000)
                    from low in Gen.Choose(0, 999_999_999)
                    from digits in Gen.Choose(0, 20)
                    from places in Gen.Choose(0, 28)
                    from precision in Gen.Choose(1, 18)
                    from scale in Gen.Choose(0, precision)
                    let unscaled =
                        (new BigInteger(high) * 1_000_000_000 + low) / BigInteger.Pow(10, digits) * BigInteger.Pow(10, digits / 4)
                    select (Value: new decimal(
                        (int)(uint)(BigInteger.Abs(unscaled) & uint.MaxValue),
                        (int)(uint)(BigInteger.Abs(unscaled) >> 32 & uint.MaxValue),
                        (int)(uint)(BigInteger.Abs(unscaled) >> 64), unscaled.Sign < 0,
                        (byte)places), Unscaled: unscaled, Places: places, Type: LogicalType.Decimal(precision, scale));

        Prop.ForAll(cells.ToArbitrary(), cell =>
        {
            var row = new RowValues(1, DateOnly.MinValue);
            var code = ParsedCell.Parse(new() { Name = "x", Type = cell.Type }, cell.Value.ToString(CultureInfo.InvariantCulture), row);
            var scaled = BigInteger.DivRem(
                cell.Unscaled * BigInteger.Pow(10, cell.Type.Scale), BigInteger.Pow(10, cell.Places), out var rest);
            var expected = !rest.IsZero ? RejectCode.TypeError
                : BigInteger.Abs(scaled) >= BigInteger.Pow(10, cell.Type.Precision) ? RejectCode.RangeError
                : (RejectCode?)null;
            return code == expected && (code is not null || row.Scalar(0) == scaled);
        }).Check(Law.Cases(3000));
    }

    static void Expect(LogicalType type, string cell, object? expected) =>
        ParsedCell.Expect(new() { Name = "x", Type = type }, cell, expected);

    static void Expect(Column column, string cell, object? expected) => ParsedCell.Expect(column, cell, expected);
}
