using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Explain;

/// <summary>Renders the comparison of two versions of a model: both as one table, grouped by what identifies a row.</summary>
/// <remarks>A grouping treats null keys as equal, which the joins of both engines do not.</remarks>
sealed class DiffSql
{
    /// <summary>Doubles that differ by less are the same: their sums depend on the order in which an engine adds.</summary>
    const string Tolerance = "1e-9";
    const string Now = "rows_now";
    const string Before = "rows_before";

    /// <summary>A column with one of these words in its name has no sum that says something, unless it is a total.</summary>
    static readonly HashSet<string> s_notSummed =
    [
        "id", "key", "rank", "year", "month", "week", "day", "hour", "score", "share", "rate", "price", "offset", "avg", "median", "mean",
    ];

    readonly ISqlDialect _dialect;
    readonly Relation _now;
    readonly Relation _before;

    /// <param name="now">Null if the later snapshot does not have the model.</param>
    /// <param name="before">Null if the earlier snapshot does not have the model.</param>
    /// <param name="key">The columns that identify a row; those that a version lacks make it compare whole rows.</param>
    public DiffSql(ISqlDialect dialect, ModelVersion? now, ModelVersion? before, IReadOnlyList<string> key)
    {
        _dialect = dialect;
        // A relation without parts is an empty table.
        (_now, _before) = (Of(Now, now, before!), Of(Before, before, now!));
        var shared = _now.Columns.Where(column => _before.Columns.Any(other => Same(column, other))).ToList();
        Key = key.Count > 0 && key.All(name => shared.Any(column => column.Name == name)) ? key : [];
        var keys = Key.Select(name => shared.First(column => column.Name == name));
        Columns = [.. keys, .. shared.Where(column => !Key.Contains(column.Name))];
        Differing =
        [
            .. _now.Columns.Where(column => Find(_before, column) is null)
                .Select(column => new DiffColumn(column.Name, DiffColumnKind.Added)),
            .. _before.Columns.Where(column => Find(_now, column) is null)
                .Select(column => new DiffColumn(column.Name, DiffColumnKind.Removed)),
            .. _now.Columns.Where(column => Find(_before, column) is { } other && !Same(column, other))
                .Select(column => new DiffColumn(column.Name, DiffColumnKind.Type)),
        ];
    }

    /// <summary>Empty if whole rows are compared.</summary>
    public IReadOnlyList<string> Key { get; }

    /// <summary>The columns that both versions have with the same type, those of the key first.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The columns whose name or type differs.</summary>
    public IReadOnlyList<DiffColumn> Differing { get; }

    /// <summary>The columns whose sums say something: amounts and counts, not ids, shares, years or ranks.</summary>
    public IReadOnlyList<TableColumn> Measures => [.. Columns.Where(column => !Key.Contains(column.Name) && IsMeasure(column))];

    /// <summary>The columns that are compared, without the key.</summary>
    public IReadOnlyList<TableColumn> Compared => HasKey ? [.. Columns.Skip(Key.Count)] : [];

    bool HasKey => Key.Count > 0;

    /// <summary>
    /// One row: keys that occur twice, added, gone, changed; then how many rows each compared column changed in; then the sums of each
    /// measure, before and now.
    /// </summary>
    public Statement Counts()
    {
        var (added, gone, changed) = HasKey
            ? (Count("b = 0"), Count("n = 0"), Count($"n > 0 AND b > 0 AND {AnyDiffers()}"))
            : (Sum("CASE WHEN n > b THEN n - b ELSE 0 END"), Sum("CASE WHEN b > n THEN b - n ELSE 0 END"), Count("false"));
        string[] selected =
        [
            HasKey ? Count("n > 1 OR b > 1") : Count("false"), added, gone, changed,
            .. Compared.Select((column, index) => Count($"n > 0 AND b > 0 AND {Differs(column, index)}")),
            .. Measures.SelectMany((column, index) => new[] { Sum(column, $"bs{index}"), Sum(column, $"ns{index}") }),
        ];
        var named = selected.Select((select, index) => string.Create(CultureInfo.InvariantCulture, $"{select} AS r{index}"));
        return Over($"SELECT {string.Join(", ", named)}\nFROM pairs");
    }

    /// <summary>
    /// The rows that differ, by key: how many there are now and before, the key, then each compared column before and now.
    /// </summary>
    public Statement Rows(long offset, int limit)
    {
        var keys = HasKey ? Columns.Take(Key.Count).ToList() : Columns;
        string[] selected =
        [
            $"{_dialect.Cast("n", LogicalType.Int64)} AS n", $"{_dialect.Cast("b", LogicalType.Int64)} AS b",
            .. keys.Select(column => SqlName.Quote(column.Name)),
            .. Compared.Select((_, index) => FormattableString.Invariant($"bv{index}")),
            .. Compared.Select((_, index) => FormattableString.Invariant($"nv{index}")),
        ];
        var differs = HasKey ? $"n = 0 OR b = 0 OR {AnyDiffers()}" : "n <> b";
        var order = string.Join(", ", keys.Select(column => $"{SqlName.Quote(column.Name)} ASC NULLS LAST"));
        return Over(
            $"SELECT {string.Join(", ", selected)}\nFROM pairs\nWHERE {differs}\nORDER BY {order}\n"
                + FormattableString.Invariant($"OFFSET {offset} LIMIT {limit}"));
    }

    Statement Over(string select)
    {
        var columns = string.Join(", ", Columns.Select(column => SqlName.Quote(column.Name)));
        var keys = string.Join(", ", (HasKey ? Key : Columns.Select(column => column.Name)).Select(SqlName.Quote));
        string[] values =
        [
            .. Compared.SelectMany(
                (column, index) => new[] { $"{Value("is_before", column)} AS bv{index}", $"{Value("is_now", column)} AS nv{index}" }),
            .. Measures.SelectMany(
                (column, index) => new[]
                {
                    $"SUM({Of("is_before", Wide(column))}) AS bs{index}", $"SUM({Of("is_now", Wide(column))}) AS ns{index}",
                }),
        ];
        var sql = $"""
            WITH sides AS (
            SELECT 1 AS is_now, 0 AS is_before, {columns} FROM {Now}
            UNION ALL
            SELECT 0 AS is_now, 1 AS is_before, {columns} FROM {Before}
            ), pairs AS (
            SELECT {string.Join(", ", [keys, "SUM(is_now) AS n", "SUM(is_before) AS b", .. values])}
            FROM sides
            GROUP BY {keys}
            )
            {select}
            """;
        return new(sql, [_now, _before], []);
    }

    // A key has one row on each side, so the least value is the value.
    static string Value(string side, TableColumn column) => $"MIN({Of(side, SqlName.Quote(column.Name))})";

    static string Of(string side, string value) => $"CASE WHEN {side} = 1 THEN {value} END";

    string AnyDiffers() => Compared.Count == 0 ? "false" : $"({string.Join(" OR ", Compared.Select(Differs))})";

    static string Differs(TableColumn column, int index)
    {
        var (before, now) = (FormattableString.Invariant($"bv{index}"), FormattableString.Invariant($"nv{index}"));
        var differ = $"{before} IS DISTINCT FROM {now}";
        return column.Type.Kind == TypeKind.Double
            ? $"({differ} AND ({before} IS NULL OR {now} IS NULL OR abs({before} - {now}) > {Tolerance} * (abs({before}) + abs({now}))))"
            : $"({differ})";
    }

    string Count(string condition) => _dialect.Cast($"COUNT(CASE WHEN {condition} THEN 1 END)", LogicalType.Int64);

    string Sum(string expression) => _dialect.Cast($"COALESCE(SUM({expression}), 0)", LogicalType.Int64);

    string Sum(TableColumn column, string sums) => _dialect.Cast($"SUM({sums})", SumType(column));

    string Wide(TableColumn column) => _dialect.Cast(SqlName.Quote(column.Name), SumType(column));

    /// <summary>The type of a column's sum.</summary>
    public static LogicalType SumType(TableColumn column) => column.Type.Kind switch
    {
        TypeKind.Decimal => LogicalType.Decimal(38, column.Type.Scale),
        TypeKind.Double => LogicalType.Double,
        _ => LogicalType.Int64,
    };

    // Averages, rates and the like are doubles, because templates compute them so; amounts are decimals and counts are integers.
    static bool IsMeasure(TableColumn column) => column.Type.Kind is TypeKind.Decimal or TypeKind.Int32 or TypeKind.Int64
        && column.Name.Split('_') is var words
        && (words.Contains("total") || !words.Any(s_notSummed.Contains));

    static Relation Of(string name, ModelVersion? version, ModelVersion other) =>
        (version ?? other with { Parts = [] }).ToRelation(name);

    static TableColumn? Find(Relation relation, TableColumn column) => relation.Columns.FirstOrDefault(other => other.Name == column.Name);

    static bool Same(TableColumn one, TableColumn other) => one.Name == other.Name && one.Type == other.Type;
}
