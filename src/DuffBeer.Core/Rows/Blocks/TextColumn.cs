using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>A column of texts.</summary>
/// <remarks>While its cells repeat, each distinct cell is evaluated once (trimmed, in its case, allowed or not).</remarks>
sealed class TextColumn(Column column, int slot, int cell, bool alwaysCoded) : BlockColumn(column, slot, cell)
{
    const int Null = -1;
    const int Unknown = int.MinValue;

    // Far fewer than the lines of the L1 cache.
    const int Batch = 64;

    // The result of each distinct cell: the code of its value, null, or a fault. Cells and values share the dictionary.
    int[] _meanings = [];
    readonly FewCells _few = new();
    readonly int[] _places = new int[Batch];

    TextVector Values { get; } = new(alwaysCoded);

    public override TextVector Texts => Values;

    public override void Parse(RecordBlock block, RowFaults faults)
    {
        Values.Begin(block.Count);
        if (CellIndex < 0)
        {
            for (var row = 0; row < block.Count; row++)
                ParseByRule(row, default, faults);
        }
        else if (Values.Dictionary is { } dictionary)
        {
            if (dictionary.Count <= FewCells.Most)
                ParseFew(block, dictionary, faults);
            else if (!block.IsPlain)
            {
                // The text of such a cell may be the bytes of another.
                for (var row = 0; row < block.Count; row++)
                    ParseByDictionary(block, row, dictionary, faults);
            }
            else
                ParseMany(block, dictionary, faults);
        }
        else
        {
            for (var row = 0; row < block.Count; row++)
                ParseByRule(row, block.Field(row, CellIndex), faults);
        }
    }

    /// <summary>A few values are found by one comparison each; others are looked up in the dictionary.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ParseFew(RecordBlock block, StringCodes dictionary, RowFaults faults)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(block.Bytes);
        ref var bounds = ref MemoryMarshal.GetReference(block.Bounds[CellIndex..]);
        ref var code = ref MemoryMarshal.GetArrayDataReference(Values.Codes);
        ref var few = ref _few.First;
        var (rows, stride) = (block.Count, block.Stride);
        for (var row = 0; row < rows; row++)
        {
            var begin = bounds + 1;
            if (!FewCells.TryFind(ref few, ref Unsafe.Add(ref bytes, begin), Unsafe.Add(ref bounds, 1) - begin, out code))
                ParseByDictionary(block, row, dictionary, faults);
            bounds = ref Unsafe.Add(ref bounds, stride);
            code = ref Unsafe.Add(ref code, 1);
        }
    }

    /// <summary>With many values, lookups of several rows are started before the first result is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ParseMany(RecordBlock block, StringCodes dictionary, RowFaults faults)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(block.Bytes);
        ref var bounds = ref MemoryMarshal.GetReference(block.Bounds[CellIndex..]);
        ref var place = ref MemoryMarshal.GetArrayDataReference(_places);
        for (int from = 0, to; from < block.Count; from = to)
        {
            to = Math.Min(from + Batch, block.Count);
            for (var row = from; row < to; row++)
            {
                ref var bound = ref Unsafe.Add(ref bounds, row * block.Stride);
                Unsafe.Add(ref place, row - from) = dictionary.Seek(
                    ref Unsafe.Add(ref bytes, bound + 1), Unsafe.Add(ref bound, 1) - bound - 1);
            }

            for (var row = from; row < to; row++)
            {
                ref var bound = ref Unsafe.Add(ref bounds, row * block.Stride);
                ref var cell = ref Unsafe.Add(ref bytes, bound + 1);
                if (cell != block.Quote
                    && dictionary.TryFind(ref cell, Unsafe.Add(ref bound, 1) - bound - 1, Unsafe.Add(ref place, row - from), out var code)
                    && code < _meanings.Length && _meanings[code] >= 0)
                    Values.Codes[row] = _meanings[code];
                else
                    ParseByDictionary(block, row, dictionary, faults);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void ParseByDictionary(RecordBlock block, int row, StringCodes dictionary, RowFaults faults)
    {
        var code = dictionary.CodeOf(block.Field(row, CellIndex));
        var meaning = code < _meanings.Length ? _meanings[code] : Unknown;
        if (meaning == Unknown)
            meaning = faults[row] is null ? Learn(code, dictionary) : Null;
        if (meaning >= 0)
        {
            Values.Codes[row] = meaning;
            _few.Keep(block.RawField(row, CellIndex), meaning);
        }
        else if (meaning == Null)
            Values.SetNull(row);
        else
            Fail(row, (RejectCode)(Null - 1 - meaning), faults);
    }

    void Fail(int row, RejectCode code, RowFaults faults)
    {
        faults.Set(row, new(code, Slot));
        Values.SetNull(row);
    }

    int Learn(int code, StringCodes dictionary)
    {
        if (code >= _meanings.Length)
        {
            var known = _meanings.Length;
            Array.Resize(ref _meanings, Math.Max(256, code * 2));
            _meanings.AsSpan(known).Fill(Unknown);
        }

        return _meanings[code] =
            ParseByRule(dictionary[code]) is { } fault ? Null - 1 - (int)fault : IsNull ? Null : dictionary.CodeOf(Text);
    }

    void ParseByRule(int row, ReadOnlySpan<byte> cell, RowFaults faults)
    {
        if (faults[row] is not null)
            Values.SetNull(row);
        else if (ParseByRule(cell) is { } fault)
            Fail(row, fault, faults);
        else if (IsNull)
            Values.SetNull(row);
        else
            Values.Set(row, Text);
    }
}
