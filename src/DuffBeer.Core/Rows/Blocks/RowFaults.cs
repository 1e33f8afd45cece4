using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>The faulty rows of a block, each with the first fault found.</summary>
sealed class RowFaults(int maxRows)
{
    readonly RowFault?[] _faults = new RowFault?[maxRows];

    public int Count { get; private set; }

    public RowFault? this[int row] => Count == 0 ? null : _faults[row];

    public void Clear()
    {
        if (Count > 0)
            Array.Clear(_faults);
        Count = 0;
    }

    public void Set(int row, RowFault fault)
    {
        if (_faults[row] is not null)
            return;
        _faults[row] = fault;
        Count++;
    }

    /// <summary>Writes the rows without a fault, in order; returns their number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Good(int rows, Span<int> to)
    {
        var good = 0;
        for (var row = 0; row < rows; row++)
        {
            to[good] = row;
            good += _faults[row] is null ? 1 : 0;
        }

        return good;
    }
}
