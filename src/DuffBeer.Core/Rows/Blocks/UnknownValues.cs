using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Values of one column that its contract does not list; they are accepted and counted.</summary>
/// <param name="Column">The contract's name of the column.</param>
/// <param name="Rows">Accepted rows with such a value.</param>
/// <param name="Values">The first distinct values, each cut at 100 characters, with their rows; at most <see cref="MaxValues"/>.</param>
public sealed record UnknownValues(string Column, long Rows, IReadOnlyDictionary<string, long> Values)
{
    public const int MaxValues = 20;
}

/// <summary>Counts the unknown values of one column.</summary>
/// <param name="column">The contract's name of the column.</param>
/// <param name="texts">Its texts.</param>
/// <param name="known">The values that the contract lists.</param>
/// <param name="shown">How a value is shown: one that may be hidden is masked.</param>
sealed class UnknownCount(string column, TextVector texts, IReadOnlyList<string> known, Func<string, string> shown)
{
    const int MaxCharacters = 100;

    readonly ValueSet _known = new(known);

    // For each code checked so far: rows accepted with it, or less than 0 if the value is known.
    readonly List<long> _rowsOfCode = [];
    readonly List<int> _unknownCodes = [];
    bool _hasUnknown;

    // Counts from after the column abandoned its dictionary.
    readonly Dictionary<string, long> _spelled = [];
    long _rows;

    public UnknownValues Total => new(column, _rows, Values());

    /// <summary>Counts the accepted rows of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Look(int rows, RowFaults faults)
    {
        if (texts.Dictionary is not { } dictionary)
        {
            for (var row = 0; row < rows; row++)
                CountSpelled(row, faults);
            return;
        }

        if (_rowsOfCode.Count < dictionary.Count)
            Judge(dictionary);
        if (!_hasUnknown)
            return;
        var rowsOfCode = CollectionsMarshal.AsSpan(_rowsOfCode);
        var codes = texts.Codes.AsSpan(0, rows);
        for (var row = 0; row < codes.Length; row++)
        {
            if (rowsOfCode[codes[row]] >= 0 && faults[row] is null && !texts.IsNull(row))
                Count(codes[row], rowsOfCode);
        }
    }

    void Judge(StringCodes dictionary)
    {
        while (_rowsOfCode.Count < dictionary.Count)
        {
            var isKnown = _known.Contains(dictionary[_rowsOfCode.Count]);
            _rowsOfCode.Add(isKnown ? -1 : 0);
            _hasUnknown |= !isKnown;
        }
    }

    void Count(int code, Span<long> rowsOfCode)
    {
        _rows++;
        if (rowsOfCode[code]++ == 0 && _unknownCodes.Count < UnknownValues.MaxValues)
            _unknownCodes.Add(code);
    }

    void CountSpelled(int row, RowFaults faults)
    {
        if (faults[row] is not null || texts.IsNull(row) || _known.Contains(texts[row]))
            return;
        _rows++;
        var value = Shown(texts[row]);
        if (_spelled.TryGetValue(value, out var rows) || _spelled.Count < UnknownValues.MaxValues)
            _spelled[value] = rows + 1;
    }

    string Shown(ReadOnlySpan<byte> value) => Utf8Text.Cut(shown(Encoding.UTF8.GetString(value)), MaxCharacters);

    SortedDictionary<string, long> Values()
    {
        var values = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var code in _unknownCodes)
            Add(Shown(texts.Seen(code)), _rowsOfCode[code]);
        foreach (var (value, rows) in _spelled)
            Add(value, rows);
        return values;

        void Add(string value, long rows)
        {
            if (values.TryGetValue(value, out var before) || values.Count < UnknownValues.MaxValues)
                values[value] = before + rows;
        }
    }
}
