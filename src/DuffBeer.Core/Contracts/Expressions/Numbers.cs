namespace DuffBeer.Core.Contracts.Expressions;

sealed class ScalarColumn(ValueType type, int slot, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = row.Scalar(slot);
        return !row.IsNull(slot);
    }

    public override Narrow EvaluateNarrow(RowValues row, out long value)
    {
        value = row.Scalar(slot);
        return row.IsNull(slot) ? Narrow.Null : Narrow.Value;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        if (block[slot] is not { HasNulls: false } column)
            return false;
        column.Values.AsSpan(0, to.Length).CopyTo(to);
        return true;
    }
}

sealed class ScalarLiteral(ValueType type, Int128 literal, int position) : ScalarNode(type, position)
{
    public Int128 Literal => literal;

    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = literal;
        return true;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        to.Fill((long)literal);
        return literal >= long.MinValue && literal <= long.MaxValue;
    }
}

/// <summary>a + b, or a - b, of one scale.</summary>
sealed class Sum(ValueType type, ScalarNode left, ScalarNode right, bool minus, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = 0;
        if (!left.TryEvaluate(row, out var a) || !right.TryEvaluate(row, out var b))
            return false;
        value = minus ? a - b : a + b;
        return true;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        var other = block.Rent();
        var addend = other.AsSpan(0, to.Length);
        var fits = left.TryEvaluate(block, to) && right.TryEvaluate(block, addend) && BlockArithmetic.TryAdd(to, addend, minus, to);
        block.Return(other);
        return fits;
    }
}

sealed class Product(ValueType type, ScalarNode left, ScalarNode right, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = 0;
        if (!left.TryEvaluate(row, out var a) || !right.TryEvaluate(row, out var b))
            return false;
        value = a * b;
        return true;
    }

    public override Narrow EvaluateNarrow(RowValues row, out long value)
    {
        value = 0;
        var (a, b) = (left.EvaluateNarrow(row, out var x), right.EvaluateNarrow(row, out var y));
        if (a == Narrow.Null || b == Narrow.Null)
            return Narrow.Null;
        if (a == Narrow.Wide || b == Narrow.Wide)
            return base.EvaluateNarrow(row, out value);
        var high = Math.BigMul(x, y, out value);
        return high == value >> 63 ? Narrow.Value : Narrow.Wide;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        var other = block.Rent();
        var factor = other.AsSpan(0, to.Length);
        var fits = left.TryEvaluate(block, to) && right.TryEvaluate(block, factor) && BlockArithmetic.TryMultiply(to, factor, to);
        block.Return(other);
        return fits;
    }
}

/// <summary>The same number with more decimal places, or negated: multiplication by a factor that its type has room for.</summary>
sealed class Scaled(ValueType type, ScalarNode inner, Int128 factor, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var present = inner.TryEvaluate(row, out value);
        value *= factor;
        return present;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        if (factor < long.MinValue || factor > long.MaxValue || !inner.TryEvaluate(block, to))
            return false;
        var other = block.Rent();
        var factors = other.AsSpan(0, to.Length);
        factors.Fill((long)factor);
        var fits = BlockArithmetic.TryMultiply(to, factors, to);
        block.Return(other);
        return fits;
    }
}

/// <summary>Division by a power of ten: the same digits with the decimal point moved.</summary>
sealed class Retyped(ValueType type, ScalarNode inner, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value) => inner.TryEvaluate(row, out value);

    public override Narrow EvaluateNarrow(RowValues row, out long value) => inner.EvaluateNarrow(row, out value);

    public override bool TryEvaluate(BlockValues block, Span<long> to) => inner.TryEvaluate(block, to);
}

/// <summary>Rounds to fewer decimal places, half away from zero.</summary>
sealed class Rounded(ValueType type, ScalarNode inner, Int128 divisor, int position) : ScalarNode(type, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        if (!inner.TryEvaluate(row, out value))
            return false;
        var (quotient, rest) = Int128.DivRem(value, divisor);
        // Not rest * 2: that could be too large for 128 bits.
        if (Int128.Abs(rest) >= divisor - Int128.Abs(rest))
            quotient += Int128.IsNegative(rest) ? -1 : 1;
        value = quotient;
        return true;
    }
}

/// <summary>The UTC day of a timestamp.</summary>
sealed class DayOf(ScalarNode timestamp, int position) : ScalarNode(ValueType.Date, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        var present = timestamp.TryEvaluate(row, out var microseconds);
        value = CalendarDay.OfMicroseconds((long)microseconds);
        return present;
    }
}

sealed class ProcessingDate(int position) : ScalarNode(ValueType.Date, position)
{
    public override bool TryEvaluate(RowValues row, out Int128 value)
    {
        value = row.ProcessingDay;
        return true;
    }

    public override bool TryEvaluate(BlockValues block, Span<long> to)
    {
        to.Fill(block.ProcessingDay);
        return true;
    }
}
