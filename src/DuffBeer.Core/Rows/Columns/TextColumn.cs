using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Rows.Columns;

/// <summary>A column of texts.</summary>
/// <remarks>While its cells repeat, what a cell means (trimmed, in its case, allowed or not) is found out once for each that is different.</remarks>
sealed class TextColumn(Column column, int slot, int cell, bool alwaysCoded) : BlockColumn(column, slot, cell)
{
    const int Null = -1;
    const int Unknown = int.MinValue;

    // What each different cell means: the code of its value, null, or a fault. Cells and values share the dictionary.
    int[] _meanings = [];
    readonly FewCells _few = new();
    readonly int[] _places = new int[RecordBlock.MaxRecords];

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
            ParseKnown(block, dictionary, faults);
        }
        else
        {
            for (var row = 0; row < block.Count; row++)
                ParseByRule(row, block.Field(row, CellIndex), faults);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void ParseKnown(RecordBlock block, StringCodes dictionary, RowFaults faults)
    {
        var bytes = block.Bytes;
        var bounds = block.Bounds;
        var codes = Values.Codes;
        // A handful of values is found by a look at the first bytes. Of many, all are sought before the first is asked for.
        var few = dictionary.Count <= FewCells.Most ? _few : null;
        if (few is null)
            Seek(block, dictionary);
        for (int row = 0, at = CellIndex; row < block.Count; row++, at += block.Stride)
        {
            var begin = bounds[at] + 1;
            var length = bounds[at + 1] - begin;
            if (few is not null && few.TryFind(bytes, begin, length, out codes[row]))
                continue;
            var code = length > 0 && bytes[begin] == block.Quote ? dictionary.CodeOf(block.Field(row, CellIndex))
                : few is null ? dictionary.CodeOf(bytes, begin, length, _places[row])
                : dictionary.CodeOf(bytes.AsSpan(begin, length));
            var meaning = code < _meanings.Length ? _meanings[code] : Unknown;
            if (meaning == Unknown)
                meaning = faults[row] is null ? Learn(code, dictionary) : Null;
            if (meaning >= 0)
            {
                codes[row] = meaning;
                few?.Keep(bytes, begin, length, meaning);
            }
            else if (meaning == Null)
                Values.SetNull(row);
            else
                Fail(row, (RejectCode)(Null - 1 - meaning), faults);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Seek(RecordBlock block, StringCodes dictionary)
    {
        var bytes = block.Bytes;
        var bounds = block.Bounds;
        for (int row = 0, at = CellIndex; row < block.Count; row++, at += block.Stride)
            _places[row] = dictionary.Seek(bytes, bounds[at] + 1, bounds[at + 1] - bounds[at] - 1);
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

        return _meanings[code] = ParseByRule(dictionary[code]) is { } fault ? Null - 1 - (int)fault : IsNull ? Null : dictionary.CodeOf(Text);
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
