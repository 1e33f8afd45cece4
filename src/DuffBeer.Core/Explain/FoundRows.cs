using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Explain;

/// <summary>All found rows of an input, in memory: statements below it read their keys as literals, not the input again.</summary>
sealed record FoundRows(IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    /// <summary>Most rows that are kept. Others are found again by each statement that needs them.</summary>
    public const int Most = 5_000;

    /// <summary>Where the rows are stored; null where the engine did not say.</summary>
    public IReadOnlyList<RowPlace>? Places { get; init; }

    // Athena takes statements up to 256 KiB.
    const int MostKeyBytes = 120_000;

    public bool Has(string column) => Columns.Any(known => known.Name == column);

    public bool HasNull(string column)
    {
        var place = PlaceOf(column);
        return Rows.Any(row => row[place] is null);
    }

    /// <summary>A SELECT of the distinct values of some columns; null if it were too long.</summary>
    public string? Keys(IReadOnlyList<string> names, ISqlDialect dialect)
    {
        var places = names.Select(PlaceOf).ToList();
        var tuples = new HashSet<string>();
        var bytes = 0;
        foreach (var row in Rows)
        {
            var tuple = string.Join(", ", places.Select(place => LiteralOf(Columns[place].Type, row[place], dialect)));
            if (tuples.Add(tuple) && (bytes += tuple.Length + 4) > MostKeyBytes)
                return null;
        }

        var sql = new StringBuilder("SELECT ");
        sql.AppendJoin(
            ", ",
            places.Select((place, index) => dialect.Cast(Key(index), Columns[place].Type) + $" AS {SqlName.Quote(names[index])}"));
        sql.Append(" FROM (VALUES (").AppendJoin("), (", tuples).Append(")) AS known (")
            .AppendJoin(", ", places.Select((_, index) => Key(index))).Append(')');
        return sql.ToString();
    }

    /// <summary>The first rows by all columns, nulls last.</summary>
    public IReadOnlyList<object?[]> First(int count) => [.. Ordered(count).Select(row => row.Item)];

    /// <summary>The places of <see cref="First"/>; null where the engine did not say.</summary>
    public IReadOnlyList<RowPlace>? FirstPlaces(int count) =>
        Places is { } places ? [.. Ordered(count).Select(row => places[row.Index])] : null;

    public int PlaceOf(string column)
    {
        for (var place = 0; place < Columns.Count; place++)
        {
            if (Columns[place].Name == column)
                return place;
        }

        throw new ArgumentException($"There is no column {column}.", nameof(column));
    }

    IEnumerable<(int Index, object?[] Item)> Ordered(int count) =>
        Rows.Index().OrderBy(row => row.Item, Comparer<object?[]>.Create(Compare)).Take(count);

    static string Key(int index) => string.Create(CultureInfo.InvariantCulture, $"k{index}");

    static string LiteralOf(LogicalType type, object? value, ISqlDialect dialect) => (type.Kind, value) switch
    {
        (_, null) => "NULL",
        (TypeKind.Int32 or TypeKind.Int64, IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => dialect.Literal(new(type, value)),
    };

    static int Compare(object?[] left, object?[] right)
    {
        for (var cell = 0; cell < left.Length; cell++)
        {
            var order = (left[cell], right[cell]) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                (string text, string other) => string.CompareOrdinal(text, other),
                var (one, other) => Comparer<object>.Default.Compare(one, other),
            };
            if (order != 0)
                return order;
        }

        return 0;
    }
}
