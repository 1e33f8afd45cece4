using System.Globalization;
using System.Numerics;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Contracts;

/// <summary>Compares random expressions with a second evaluator that computes in units of 10^-60 without limits.</summary>
public class ExpressionLawTests
{
    static readonly TableColumn[] s_columns =
        [
            new("price", LogicalType.Decimal(10, 2)),
            new("units", LogicalType.Int32),
            new("litres", LogicalType.Decimal(6, 3)),
            new("big", LogicalType.Int64),
        ];

    static readonly BigInteger s_one = BigInteger.Pow(10, 60);

    /// <summary>An expression's text and its value for a row of nullable unscaled values.</summary>
    sealed record Sample(string Text, Func<long?[], BigInteger?> Value)
    {
        public override string ToString() => Text;
    }

    [Fact]
    public void An_expression_is_exact_or_refused_or_a_reject()
    {
        var rows = from values in Gen.Frequency(
            (1, Gen.Constant(default(long?))), (6, from value in Gen.Choose(-2_000_000, 2_000_000) select (long?)value)).ArrayOf(3)
                   from big in Gen.Elements<long?>(null, 0, 1, -1, long.MaxValue, long.MinValue, 999_999_999_999)
                   select (long?[])[values[0], values[1], values[2] % 1_000_000, big];
        var judged = 0;

        Prop.ForAll(Expressions(4).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), rows.ToArbitrary(), (sample, scale, values) =>
        {
            var type = LogicalType.Decimal(18, scale);
            Expression expression;
            try
            {
                expression = Expression.Compile($"round({sample.Text}, {scale})", s_columns, type);
            }
            catch (ExpressionException refused)
            {
                return refused.Message.Contains("38", StringComparison.Ordinal);
            }

            judged++;
            var row = new RowValues(5, DateOnly.MinValue);
            for (var slot = 0; slot < 4; slot++)
            {
                if (values[slot] is { } value)
                    row.SetScalar(slot, value);
            }

            var fits = expression.TryAssign(row, 4);
            if (sample.Value(values) is not { } exact)
                return fits && row.IsNull(4);
            var expected = Round(exact, scale) / BigInteger.Pow(10, 60 - scale);
            return BigInteger.Abs(expected) >= BigInteger.Pow(10, 18) ? !fits : fits && row.Scalar(4) == expected;
        }).Check(Law.Cases(3000));
        Assert.True(judged > Law.Of(900), $"only {judged} expressions were computed");
    }

    static Gen<Sample> Expressions(int depth)
    {
        var leaves = Gen.OneOf(
            from index in Gen.Choose(0, 3)
            select new Sample(s_columns[index].Name, row => row[index] * BigInteger.Pow(10, 60 - s_columns[index].Type.Scale)),
            from digits in Gen.Choose(0, 99_999)
            from scale in Gen.Choose(0, 4)
            let text = (digits / (decimal)Math.Pow(10, scale)).ToString("F" + scale, CultureInfo.InvariantCulture)
            select new Sample(text, _ => digits * BigInteger.Pow(10, 60 - scale)));
        if (depth == 0)
            return leaves;

        var inner = Expressions(depth - 1);
        return Gen.OneOf(
            leaves,
            Both(inner, (a, b) => new($"({a.Text} + {b.Text})", row => a.Value(row) + b.Value(row))),
            Both(inner, (a, b) => new($"({a.Text} - {b.Text})", row => a.Value(row) - b.Value(row))),
            Both(inner, (a, b) => new($"{a.Text} * {b.Text}", row => a.Value(row) * b.Value(row) / s_one), leavesOnly: leaves),
            Both(inner, (a, b) => new($"coalesce({a.Text}, {b.Text})", row => a.Value(row) ?? b.Value(row))),
            Both(
                inner,
                (a, b) =>
                    new(
                        $"(case when {a.Text} < {b.Text} then {a.Text} else {b.Text} end)",
                        row => a.Value(row) < b.Value(row) ? a.Value(row) : b.Value(row))),
            from a in inner from places in Gen.Choose(0, 3) select new Sample(
                $"({a.Text} / {Math.Pow(10, places)})", row => a.Value(row) / BigInteger.Pow(10, places)),
            from a in inner from places in Gen.Choose(0, 3) select new Sample(
                $"round({a.Text}, {places})", row => a.Value(row) is { } value ? Round(value, places) : null),
            from a in inner select new Sample($"(-{a.Text})", row => -a.Value(row)));
    }

    static Gen<Sample> Both(Gen<Sample> inner, Func<Sample, Sample, Sample> make, Gen<Sample>? leavesOnly = null) =>
        from a in leavesOnly ?? inner
        from b in leavesOnly ?? inner
        select make(a, b);

    static BigInteger Round(BigInteger value, int places)
    {
        var unit = BigInteger.Pow(10, 60 - places);
        return (BigInteger.Abs(value) + unit / 2) / unit * unit * value.Sign;
    }
}
