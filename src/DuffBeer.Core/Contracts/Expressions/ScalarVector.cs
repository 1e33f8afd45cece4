namespace DuffBeer.Core.Contracts.Expressions;

/// <summary>
/// The values of one slot for a block of rows, as <see cref="RowValues"/> holds them for one row; reused for every block.
/// </summary>
public sealed class ScalarVector(int rows)
{
    readonly byte[] _present = new byte[rows];

    /// <summary>Values at nulls, or after the block's rows, have no meaning.</summary>
    public long[] Values { get; } = new long[rows];

    public bool HasNulls { get; private set; }

    /// <summary>1 if a row has a value, 0 if it is null. Only if <see cref="HasNulls"/>.</summary>
    public ReadOnlySpan<byte> Present => _present;

    public bool IsNull(int row) => HasNulls && _present[row] == 0;

    /// <summary>Starts the next block: no row is null.</summary>
    public void Clear() => HasNulls = false;

    public void SetNull(int row)
    {
        if (!HasNulls)
            Array.Fill(_present, (byte)1);
        HasNulls = true;
        _present[row] = 0;
    }
}

/// <summary>The scalars of a block of rows, by slot, for expressions computed for all rows in one pass.</summary>
public sealed class BlockValues(int slots, int maxRows, DateOnly processingDate)
{
    readonly ScalarVector?[] _slots = new ScalarVector?[slots];
    readonly Stack<long[]> _scratch = new();

    /// <summary>Rows of the current block.</summary>
    public int Rows { get; set; }

    internal int ProcessingDay { get; } = CalendarDay.Of(processingDate);

    /// <summary>Null if a slot holds text.</summary>
    public ScalarVector? this[int slot]
    {
        get => _slots[slot];
        set => _slots[slot] = value;
    }

    internal long[] Rent() => _scratch.TryPop(out var values) ? values : new long[maxRows];

    internal void Return(long[] values) => _scratch.Push(values);
}
