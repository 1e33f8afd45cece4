using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Rows.Rejects;

/// <summary>Rows rejected because one column's cell is not a value of its type.</summary>
/// <param name="Values">The first distinct cells, as shown in rejects; at most three.</param>
public sealed record TypeErrors(string Column, long Rows, IReadOnlyList<string> Values)
{
    public const int MaxValues = 3;

    /// <summary>Merges the pieces of one source in order, so that the result does not depend on chunking.</summary>
    public static IReadOnlyList<TypeErrors> Sum(IEnumerable<TypeErrors> pieces) =>
    [
        .. from piece in pieces
           group piece by piece.Column into column
           select new TypeErrors(
               column.Key, column.Sum(piece => piece.Rows), [.. column.SelectMany(piece => piece.Values).Distinct().Take(MaxValues)]),
    ];
}

/// <summary>Counts the type errors of each column.</summary>
sealed class TypeErrorCount
{
    readonly Dictionary<string, (long Rows, List<string> Values)> _columns = [];

    public IReadOnlyList<TypeErrors> Total =>
        [.. _columns.Select(column => new TypeErrors(column.Key, column.Value.Rows, column.Value.Values))];

    public void Look(in Reject reject)
    {
        if (reject.Code != RejectCode.TypeError || reject.Column is not { } column)
            return;
        var (rows, values) = _columns.GetValueOrDefault(column, (0, []));
        var value = Utf8Text.Cut(reject.Value ?? "", 40);
        if (values.Count < TypeErrors.MaxValues && !values.Contains(value))
            values.Add(value);
        _columns[column] = (rows + 1, values);
    }
}
