using DuffBeer.Core.Contracts;

namespace DuffBeer.Local.Projects;

/// <summary>One way to read the cells of a column. The product's own parser decides whether it fits.</summary>
/// <param name="Name">What the contract's reader sees, such as <c>a date as dd.MM.yyyy</c>.</param>
sealed record ColumnForm(string Name, LogicalType Type)
{
    public string? Format { get; init; }

    public NumberNotation Notation { get; init; } = NumberNotation.Plain;

    /// <summary>Words of a bool; null for true and false.</summary>
    public BoolWords? Words { get; init; }

    public bool IsNumber => Type.Kind is TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double or TypeKind.Bool;

    static readonly int[] s_scales = [2, 4, 8];

    static readonly string[] s_signs =
        ["$", "€", "£", "¥", "USD", "EUR", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "kr", "zł", "R$", "Fr."];

    static readonly BoolWords[] s_words =
    [
        new(["yes", "y"], ["no", "n"]), new(["t"], ["f"]), new(["ja", "j"], ["nein", "n"]), new(["oui", "o"], ["non", "n"]),
        new(["sí", "si", "s"], ["no", "n"]),
    ];

    static readonly string[] s_dates =
    [
        "dd.MM.yyyy", "d.M.yyyy", "dd/MM/yyyy", "MM/dd/yyyy", "d/M/yyyy", "M/d/yyyy", "dd-MM-yyyy", "MM-dd-yyyy", "yyyy/MM/dd",
        "dd.MM.yy", "d MMM yyyy", "d-MMM-yyyy", "d-MMM-yy", "MMM d, yyyy", "MMMM d, yyyy", "d MMMM yyyy", "yyyyMMdd",
    ];

    static readonly string[] s_times =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd/MM/yyyy HH:mm:ss", "dd/MM/yyyy HH:mm",
        "MM/dd/yyyy HH:mm:ss", "MM/dd/yyyy HH:mm", "M/d/yyyy h:mm tt", "M/d/yyyy h:mm:ss tt",
    ];

    /// <summary>All forms, the most likely one first. Numbers may have a sign of currency.</summary>
    /// <param name="comma">The file separates cells by something other than a comma, so that a comma may be a decimal comma.</param>
    public static IReadOnlyList<ColumnForm> All(bool comma)
    {
        NumberNotation[] usual =
        [
            new(',', null, s_signs), new(',', '.', s_signs), new('.', ',', s_signs), new('.', '\'', s_signs), new(',', ' ', s_signs),
        ];
        NumberNotation plain = new('.', null, s_signs);
        NumberNotation[] notations = [plain, .. comma ? usual : [usual[2], usual[0], usual[1], usual[3], usual[4]]];
        return
        [
            new("a whole number", LogicalType.Int64) { Notation = plain },
            .. from notation in notations
               from scale in s_scales
               select new ColumnForm(NameOf(notation), LogicalType.Decimal(18, scale)) { Notation = notation },
            new("a number", LogicalType.Double),
            new("true or false", LogicalType.Bool),
            .. s_words.Select(words => new ColumnForm($"{words.True[0]} or {words.False[0]}", LogicalType.Bool) { Words = words }),
            new("a date as yyyy-MM-dd", LogicalType.Date),
            .. s_dates.Select(format => new ColumnForm($"a date as {format}", LogicalType.Date) { Format = format }),
            new("a time as ISO 8601", LogicalType.Timestamp),
            .. s_times.Select(format => new ColumnForm($"a time as {format}", LogicalType.Timestamp) { Format = format }),
        ];
    }

    /// <summary>The sign of currency before or after a number; null if there is none.</summary>
    public static string? SignOf(string text) =>
        s_signs.Where(sign => text.StartsWith(sign, StringComparison.Ordinal) || text.EndsWith(sign, StringComparison.Ordinal)
                || text.StartsWith("-" + sign, StringComparison.Ordinal))
            .MaxBy(sign => sign.Length);

    public Column ToColumn(string name, IReadOnlyList<string> nullTokens) => new()
    {
        Name = name,
        Type = Type,
        Notation = Notation,
        Formats = Format is null ? [] : [Format],
        NullTokens = nullTokens,
        TrueWords = Words?.True ?? [],
        FalseWords = Words?.False ?? [],
    };

    /// <summary>Whether this form gives other values than another one that fits the same cells.</summary>
    /// <param name="isSmall">The cells have at most two values.</param>
    public bool IsOther(ColumnForm form, bool isSmall) => (form.Type.Kind, Type.Kind) switch
    {
        (TypeKind.Date, TypeKind.Date) or (TypeKind.Timestamp, TypeKind.Timestamp) => Loose(form.Format) != Loose(Format),
        (TypeKind.Int64, TypeKind.Bool) => isSmall,
        (TypeKind.Int64, TypeKind.Date) => true,
        (TypeKind.Decimal, TypeKind.Decimal) => form.Notation.Decimal != Notation.Decimal,
        _ => false,
    };

    /// <summary>A format without its leading zeros, which change no value; null for ISO 8601, of which some are a part.</summary>
    static string? Loose(string? format) => format is null || format.StartsWith("yyyy-MM-dd", StringComparison.Ordinal)
        ? null
        : format.Replace("dd", "d", StringComparison.Ordinal).Replace("MMMM", "Month", StringComparison.Ordinal)
            .Replace("MMM", "Month", StringComparison.Ordinal).Replace("MM", "M", StringComparison.Ordinal);

    static string NameOf(NumberNotation notation) => notation is { Decimal: '.', Thousands: null }
        ? "a decimal number"
        : $"a decimal number with '{notation.Decimal}' before the decimals"
            + (notation.Thousands is { } thousands ? $" and '{thousands}' between thousands" : "");
}

/// <summary>What true and false are called in a column.</summary>
sealed record BoolWords(IReadOnlyList<string> True, IReadOnlyList<string> False);
