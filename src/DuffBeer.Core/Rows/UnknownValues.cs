using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Columns;

namespace DuffBeer.Core.Rows;

/// <summary>Values of one column that its contract does not know, accepted and counted.</summary>
/// <param name="Column">The contract's name of the column.</param>
/// <param name="Rows">Accepted rows with such a value.</param>
/// <param name="Values">The first distinct values, each cut at 100 characters, with their rows; at most 20.</param>
public sealed record UnknownValues(string Column, long Rows, IReadOnlyDictionary<string, long> Values);

/// <summary>Counts the unknown values of one column.</summary>
sealed class UnknownCount(string column, TextVector texts, IReadOnlyList<string> known)
{
    const int MaxValues = 20;
    const int MaxCharacters = 100;

    readonly ValueSet _known = new(known);
    readonly Dictionary<string, long> _values = [];

    // For each code of the column's dictionary that was looked at, whether it is not known; and whether one of them is not.
    readonly List<bool> _isUnknown = [];
    bool _hasUnknown;
    long _rows;

    public UnknownValues Total => new(column, _rows, new SortedDictionary<string, long>(_values, StringComparer.Ordinal));

    /// <summary>Looks at the accepted rows of a block.</summary>
    public void Look(int rows, RowFaults faults)
    {
        while (texts.Dictionary is { } dictionary && _isUnknown.Count < dictionary.Count)
        {
            var isUnknown = !_known.Contains(dictionary[_isUnknown.Count]);
            _isUnknown.Add(isUnknown);
            _hasUnknown |= isUnknown;
        }

        for (var row = 0; row < rows && (_hasUnknown || texts.Dictionary is null); row++)
        {
            if (IsUnknown(row) && faults[row] is null)
                Count(Encoding.UTF8.GetString(texts[row]));
        }
    }

    bool IsUnknown(int row) =>
        !texts.IsNull(row) && (texts.Dictionary is null ? !_known.Contains(texts[row]) : _isUnknown[texts.Codes[row]]);

    void Count(string text)
    {
        _rows++;
        var value = Utf8Text.Cut(text, MaxCharacters);
        if (_values.TryGetValue(value, out var rows) || _values.Count < MaxValues)
            _values[value] = rows + 1;
    }
}
