using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Rows;

/// <summary>Values of one column that its contract does not know, accepted and counted.</summary>
/// <param name="Column">The contract's name of the column.</param>
/// <param name="Rows">Accepted rows with such a value.</param>
/// <param name="Values">The first distinct values, each cut at 100 characters, with their rows; at most 20.</param>
public sealed record UnknownValues(string Column, long Rows, IReadOnlyDictionary<string, long> Values);

/// <summary>Counts the unknown values of one column.</summary>
sealed class UnknownCount(string column, int slot, IReadOnlyList<string> known)
{
    const int MaxValues = 20;
    const int MaxCharacters = 100;

    readonly ValueSet _known = new(known);
    readonly Dictionary<string, long> _values = [];
    long _rows;

    public UnknownValues Total => new(column, _rows, new SortedDictionary<string, long>(_values, StringComparer.Ordinal));

    public void Look(RowValues row)
    {
        if (row.IsNull(slot) || _known.Contains(row.Text(slot)))
            return;
        _rows++;
        var value = Utf8Text.Cut(row.TextOf(slot), MaxCharacters);
        if (_values.TryGetValue(value, out var rows) || _values.Count < MaxValues)
            _values[value] = rows + 1;
    }
}
