using DuffBeer.Core.Contracts;

namespace DuffBeer.Local.Projects;

/// <summary>One way to read the cells of a column. The product's own parser decides whether it fits.</summary>
/// <param name="Name">What the contract's reader sees, such as <c>a date as dd.MM.yyyy</c>.</param>
sealed record ColumnForm(string Name, LogicalType Type)
{
    public string? Format { get; init; }

    public NumberNotation Notation { get; init; } = NumberNotation.Plain;

    public bool YesNo { get; init; }

    static readonly int[] s_scales = [2, 4, 8];

    static readonly string[] s_dates =
    [
        "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd",
        "dd.MM.yy",
    ];

    static readonly string[] s_times =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm",
        "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm",
    ];

    /// <summary>All forms, the most likely one first.</summary>
    /// <param name="comma">The file separates cells by something other than a comma, so that a comma may be a decimal comma.</param>
    public static IReadOnlyList<ColumnForm> All(bool comma)
    {
        NumberNotation[] usual = [new(',', null, []), new(',', '.', []), new('.', ',', []), new('.', '\'', []), new(',', ' ', [])];
        NumberNotation[] notations = [NumberNotation.Plain, .. comma ? usual : [usual[2], usual[0], usual[1], usual[3], usual[4]]];
        return
        [
            new("a whole number", LogicalType.Int64),
            .. from notation in notations
               from scale in s_scales
               select new ColumnForm(NameOf(notation), LogicalType.Decimal(18, scale)) { Notation = notation },
            new("a number", LogicalType.Double),
            new("true or false", LogicalType.Bool),
            new("yes or no", LogicalType.Bool) { YesNo = true },
            new("a date as yyyy-MM-dd", LogicalType.Date),
            .. s_dates.Select(format => new ColumnForm($"a date as {format}", LogicalType.Date) { Format = format }),
            new("a time as ISO 8601", LogicalType.Timestamp),
            .. s_times.Select(format => new ColumnForm($"a time as {format}", LogicalType.Timestamp) { Format = format }),
        ];
    }

    public Column ToColumn(string name, IReadOnlyList<string> nullTokens) => new()
    {
        Name = name,
        Type = Type,
        Notation = Notation,
        Formats = Format is null ? [] : [Format],
        NullTokens = nullTokens,
        TrueWords = YesNo ? ["yes", "y"] : [],
        FalseWords = YesNo ? ["no", "n"] : [],
    };

    static string NameOf(NumberNotation notation) => notation.IsPlain
        ? "a decimal number"
        : $"a decimal number with '{notation.Decimal}' before the decimals"
            + (notation.Thousands is { } thousands ? $" and '{thousands}' between thousands" : "");
}
