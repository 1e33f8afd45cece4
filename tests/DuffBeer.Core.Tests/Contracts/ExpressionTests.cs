using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Tests.Contracts;

public class ExpressionTests
{
    static readonly TableColumn[] s_columns =
    [
        new("price", LogicalType.Decimal(10, 2)), new("units", LogicalType.Int32), new("big", LogicalType.Int64),
        new("sold", LogicalType.Date),
        new("seen", LogicalType.Timestamp), new("paid", LogicalType.Bool), new("share", LogicalType.Double),
        new("name", LogicalType.String), new("none", LogicalType.String),
        new("nothing", LogicalType.Int64), new("unsure", LogicalType.Bool),
    ];

    [Theory]
    [InlineData("decimal(18,2)", "price * units", "15.00")]
    [InlineData("decimal(18,2)", "-price * units", "-15.00")]
    [InlineData("decimal(18,2)", "price - 10", "-7.50")]
    [InlineData("decimal(18,2)", "10 - price - 2", "5.50")]
    [InlineData("decimal(18,2)", "1 + 2 * 3", "7.00")]
    [InlineData("decimal(18,2)", "(1 + 2) * 3", "9.00")]
    [InlineData("decimal(18,6)", "price * (1 - 2.25/100)", "2.443750")]
    [InlineData("decimal(18,4)", "price / 100", "0.0250")]
    [InlineData("decimal(18,2)", "price / 1", "2.50")]
    [InlineData("int64", "units / 1", "6")]
    [InlineData("decimal(18,2)", "round(2.505, 2)", "2.51")]
    [InlineData("decimal(18,2)", "round(-2.505, 2)", "-2.51")]
    [InlineData("decimal(18,2)", "round(2.5049999, 2)", "2.50")]
    [InlineData("int32", "round(0.5, 0)", "1")]
    [InlineData("int32", "round(-0.5, 0)", "-1")]
    [InlineData("int32", "round(0.49, 0)", "0")]
    [InlineData("int64", "round(99.9, 0)", "100")]
    [InlineData("decimal(18,4)", "round(price, 4)", "2.5000")]
    [InlineData("int64", "big", "9223372036854775807")]
    [InlineData("int64", "big * 0", "0")]
    [InlineData("int64", "big * 2 - big", "9223372036854775807")] // wider than 64 bits on the way
    [InlineData("int64", "nothing * 2", "null")]
    [InlineData("int64", "-nothing", "null")]
    [InlineData("int64", "coalesce(nothing, 5)", "5")]
    [InlineData("decimal(18,2)", "coalesce(nothing, price)", "2.50")]
    [InlineData("string", "coalesce(none, name, 'x')", "Moe's Caf\u00e9")]
    [InlineData("string", "coalesce(none, null)", "null")]
    [InlineData("bool", "price > 2.4999", "true")]
    [InlineData("bool", "price = 2.5", "true")]
    [InlineData("bool", "price <> 2.5", "false")]
    [InlineData("bool", "units <= 6 and units >= 6", "true")]
    [InlineData("bool", "units < 6 or units != 6", "false")]
    [InlineData("bool", "name = 'Moe''s Caf\u00e9'", "true")]
    [InlineData("bool", "name < 'Moe''s Cafe'", "false")]
    [InlineData("bool", "sold = date(seen)", "true")]
    [InlineData("bool", "share >= share", "true")]
    [InlineData("bool", "not paid", "false")]
    [InlineData("bool", "not not paid", "true")]
    [InlineData("bool", "nothing > 1", "null")]
    [InlineData("bool", "nothing is null and none is null", "true")]
    [InlineData("bool", "price is not null", "true")]
    [InlineData("bool", "none is not null", "false")]
    [InlineData("bool", "unsure and false", "false")]
    [InlineData("bool", "false and unsure", "false")]
    [InlineData("bool", "unsure and true", "null")]
    [InlineData("bool", "unsure or true", "true")]
    [InlineData("bool", "true or unsure", "true")]
    [InlineData("bool", "false or unsure", "null")]
    [InlineData("bool", "not unsure", "null")]
    [InlineData("string", "case when price > 5 then 'dear' when price > 2 then 'fair' else 'cheap' end", "fair")]
    [InlineData("string", "case when unsure then 'a' else 'b' end", "b")]
    [InlineData("string", "case when false then 'a' end", "null")]
    [InlineData("decimal(18,3)", "case when paid then price when false then 1.125 else null end", "2.500")]
    [InlineData("string", "CASE WHEN TRUE THEN Lower('A') END", "a")]
    [InlineData("string", "month(sold)", "2023-03")]
    [InlineData("string", "month(date(seen))", "2023-03")]
    [InlineData("date", "processing_date()", "2026-11-21")]
    [InlineData("date", "date(seen)", "2023-03-08")]
    [InlineData("string", "lpad('42', 5, '0')", "00042")]
    [InlineData("string", "lpad('\u00e9', 3, '0')", "00\u00e9")]
    [InlineData("string", "lpad('123456', 5, '0')", "123456")]
    [InlineData("string", "lpad(none, 5, '0')", "null")]
    [InlineData("string", "upper(trim('  caf\u00e9 '))", "CAF\u00c9")]
    [InlineData("string", "keyed_hash('4111')", "886db8702f3a280cd0b9f6a5275c41516caff70fe255c6a224dbe0bcb3dfe4f0")]
    [InlineData("string", "keyed_hash(none)", "null")]
    [InlineData("double", "share", "0.1")]
    public void Expressions_mean_what_they_say(string type, string text, string expected)
    {
        Assert.True(LogicalType.TryParse(type, out var target));

        Assert.Equal(expected, Value(text, target));
    }

    [Theory]
    [InlineData("int32", "units * 1000000000")]
    [InlineData("int64", "big + 1")]
    [InlineData("int64", "big * 2")]
    [InlineData("int64", "big * big")]
    [InlineData("decimal(4,2)", "price * 40")]
    [InlineData("decimal(3,2)", "price * 4")]
    [InlineData("decimal(18,0)", "big")]
    [InlineData("decimal(18,2)", "-big")]
    public void A_value_that_does_not_fit_its_type_is_detected(string type, string text)
    {
        Assert.True(LogicalType.TryParse(type, out var target));

        Assert.Null(Value(text, target));
    }

    [Fact]
    public void An_expression_lists_the_columns_it_reads()
    {
        var hash = Expression.Compile("coalesce(keyed_hash(name), none)", s_columns, LogicalType.String);

        Assert.True(hash.UsesHashKey);
        Assert.Equal(["name", "none"], hash.UsedColumns.Order());
        Assert.False(Expression.Compile("price", s_columns, LogicalType.Decimal(10, 2)).UsesHashKey);
    }

    [Theory]
    [InlineData("(", 1_000)]
    [InlineData("-", 1_000)]
    [InlineData("not ", 1_000)]
    [InlineData("lower(", 500)]
    [InlineData("case when ", 300)]
    [InlineData("true and ", 100_000)]
    public void Deep_nesting_is_refused_without_a_crash(string part, int times) =>
        Assert.Throws<ExpressionException>(
            () => Expression.Compile(string.Concat(Enumerable.Repeat(part, times)) + "true", s_columns, LogicalType.Bool));

    [Fact]
    public void Numbers_are_computed_without_allocation()
    {
        var expressions = new[]
        {
            "price * units",
            "round(price * (1 - units/100), 2)",
            "case when price > 1 then coalesce(nothing, price) else 0 end",
        }
            .Select(text => Expression.Compile(text, s_columns, LogicalType.Decimal(18, 2))).ToArray();
        var row = Row();
        Evaluate(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Evaluate(10_000);

        // One object per value would be 24 bytes; the runtime itself allocates a little when it compiles a loop again.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000 * expressions.Length);

        void Evaluate(int times)
        {
            for (var i = 0; i < times; i++)
            {
                foreach (var expression in expressions)
                    expression.TryAssign(row, s_columns.Length);
            }
        }
    }

    static string? Value(string text, LogicalType type)
    {
        var row = Row();
        var slot = s_columns.Length;
        if (!Expression.Compile(text, s_columns, type).TryAssign(row, slot))
            return null;
        if (row.IsNull(slot))
            return "null";
        var scalar = row.Scalar(slot);
        return type.Kind switch
        {
            TypeKind.String => row.TextOf(slot),
            TypeKind.Bool => scalar == 1 ? "true" : "false",
            TypeKind.Date => CalendarDay.ToDate((int)scalar).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TypeKind.Double => BitConverter.Int64BitsToDouble(scalar).ToString(CultureInfo.InvariantCulture),
            _ => (scalar / (decimal)Math.Pow(10, type.Scale)).ToString("F" + type.Scale, CultureInfo.InvariantCulture),
        };
    }

    static RowValues Row()
    {
        var row = new RowValues(s_columns.Length + 1, new(2026, 11, 21), "secret"u8.ToArray());
        row.SetScalar(0, 250);
        row.SetScalar(1, 6);
        row.SetScalar(2, long.MaxValue);
        row.SetScalar(3, CalendarDay.Of(new(2023, 3, 8)));
        row.SetScalar(4, 1_678_273_412_223_000);
        row.SetScalar(5, 1);
        row.SetScalar(6, BitConverter.DoubleToInt64Bits(0.1));
        row.SetText(7, Encoding.UTF8.GetBytes("Moe's Caf\u00e9"));
        return row;
    }
}
