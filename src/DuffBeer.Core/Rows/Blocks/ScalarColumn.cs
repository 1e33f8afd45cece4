using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>A column of scalars: numbers, dates, timestamps, booleans.</summary>
sealed class ScalarColumn<TForm> : BlockColumn where TForm : struct, IScalarForm
{
    readonly CellMemo _memo = new();
    readonly int _scale;
    readonly long _least;
    readonly ulong _span;
    readonly NumberLanes _lanes;
    readonly bool _hasLanes;

    public ScalarColumn(Column column, int slot, int cell) : base(column, slot, cell)
    {
        _scale = column.Type.Scale;
        // Any further requirement of the column is known only to the rules.
        var (least, greatest) = column.OneOf.Count > 0 || typeof(TForm) == typeof(RareForm) ? (0, -1) : NumberOrTimeCell.Bounds(column);
        IsCommon = least <= greatest;
        (_least, _span) = (least, unchecked((ulong)(greatest - least)));
        _lanes = new(typeof(TForm) == typeof(DecimalForm) ? _scale : null, least, greatest);
        _hasLanes = _lanes.IsSupported && (typeof(TForm) == typeof(DecimalForm) || typeof(TForm) == typeof(IntegerForm));
    }

    ScalarVector Values { get; } = new(RecordBlock.MaxRecords);

    public override ScalarVector Scalars => Values;

    bool IsCommon { get; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Parse(RecordBlock block, RowFaults faults)
    {
        Values.Clear();
        if (CellIndex < 0)
        {
            ParseMissing(block, faults);
            return;
        }

        if (!IsCommon)
        {
            for (var row = 0; row < block.Count; row++)
                ParseRare(block, row, faults);
            return;
        }

        ref var bytes = ref MemoryMarshal.GetArrayDataReference(block.Bytes);
        ref var bound = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Bounds), CellIndex);
        var values = Values.Values.AsSpan(0, block.Count);
        var stride = block.Stride;
        for (var row = 0; row < values.Length; row++, bound = ref Unsafe.Add(ref bound, stride))
        {
            // If one of eight is not in the common form, all of them are read one by one.
            if (_hasLanes && row % NumberLanes.Count == 0)
            {
                while (row <= values.Length - NumberLanes.Count && _lanes.TryRead(ref bytes, ref bound, stride, ref values[row]))
                {
                    row += NumberLanes.Count;
                    bound = ref Unsafe.Add(ref bound, stride * NumberLanes.Count);
                }

                if (row == values.Length)
                    break;
            }

            var begin = bound + 1;
            if (TForm.TryRead(ref Unsafe.Add(ref bytes, begin), Unsafe.Add(ref bound, 1) - begin, _scale, out var value)
                && (ulong)(value - _least) <= _span)
                values[row] = value;
            else
                ParseUncommon(block, row, faults);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void ParseUncommon(RecordBlock block, int row, RowFaults faults)
    {
        var at = row * block.Stride + CellIndex;
        var (begin, length) = (block.Bounds[at] + 2, block.Bounds[at + 1] - block.Bounds[at] - 3);
        if (length > 0 && block.Bytes[begin - 1] == block.Quote
            && TForm.TryRead(ref block.Bytes[begin], length, _scale, out var value) && (ulong)(value - _least) <= _span)
            Values.Values[row] = value;
        else
            ParseRare(block, row, faults);
    }

    void ParseRare(RecordBlock block, int row, RowFaults faults)
    {
        if (faults[row] is not null)
        {
            Values.Values[row] = 0;
            return;
        }

        var cell = block.Field(row, CellIndex);
        if (_memo.TryFind(cell, out Values.Values[row]))
            return;
        if (ParseByRule(cell) is { } code)
            faults.Set(row, new(code, Slot));
        else if (IsNull)
            Values.SetNull(row);
        else
            _memo.Keep(cell, Value);
        Values.Values[row] = Value;
    }

    void ParseMissing(RecordBlock block, RowFaults faults)
    {
        var code = ParseByRule(default);
        for (var row = 0; row < block.Count; row++)
        {
            Values.Values[row] = 0;
            if (code is { } fault)
                faults.Set(row, new(fault, Slot));
            else
                Values.SetNull(row);
        }
    }
}
