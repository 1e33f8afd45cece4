using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>How the values of a column become small numbers: 0 is null, the others count from 1.</summary>
sealed class ColumnCode
{
    /// <summary>A column with more texts has no code.</summary>
    public const int MostTexts = 50_000;

    readonly TypeKind _kind;
    readonly long _low;
    readonly IReadOnlyList<string> _texts = [];
    readonly Dictionary<string, ulong> _places = [];

    ColumnCode(TableColumn column, long low, long high)
    {
        (Column, _kind, _low) = (column, column.Type.Kind, low);
        Bytes = (high - low) switch { < ushort.MaxValue => 2, < uint.MaxValue => 4, _ => 8 };
        Sql = CodeOf($"CAST({NumberOf(column)} AS BIGINT) - ({low.ToString(CultureInfo.InvariantCulture)})");
    }

    ColumnCode(TableColumn column, IReadOnlyList<string> texts)
    {
        (Column, _kind, _texts, Bytes) = (column, TypeKind.String, texts, 2);
        foreach (var (place, text) in texts.Index())
            _places.Add(text, (ulong)place + 1);
        var known = string.Join(", ", texts.Select(SqlWriter.Quote));
        Sql = CodeOf(
            texts.Count == 0 ? "NULL" : $"CAST(enum_code(CAST({SqlWriter.Name(column.Name)} AS ENUM({known}))) AS BIGINT)");
    }

    public TableColumn Column { get; }

    /// <summary>Bytes of each code: 2, 4 or 8.</summary>
    public int Bytes { get; }

    /// <summary>The expression of the code, an unsigned integer of <see cref="Bytes"/>.</summary>
    public string Sql { get; }

    public static bool IsText(TableColumn column) => column.Type.Kind == TypeKind.String;

    public static bool IsFit(TableColumn column) =>
        column.Type.Kind is TypeKind.Int32 or TypeKind.Int64 or TypeKind.Date or TypeKind.String;

    /// <summary>A column's value as a number: dates count days since 1970-01-01.</summary>
    public static string NumberOf(TableColumn column) => column.Type.Kind == TypeKind.Date
        ? $"({SqlWriter.Name(column.Name)} - DATE '1970-01-01')"
        : SqlWriter.Name(column.Name);

    /// <summary>Null if the values are too far apart.</summary>
    public static ColumnCode? OfNumbers(TableColumn column, long low, long high) =>
        (Int128)high - low < long.MaxValue - 1 ? new(column, low, high) : null;

    public static ColumnCode OfTexts(TableColumn column, IReadOnlyList<string> texts) => new(column, texts);

    /// <summary>Null if no row has the value.</summary>
    public ulong? Of(object value)
    {
        if (_kind == TypeKind.String)
            return value is string text && _places.TryGetValue(text, out var place) ? place : null;
        Int128 number = value is DateOnly date ? Epoch.DaysOf(date) : Convert.ToInt64(value, CultureInfo.InvariantCulture);
        var code = number - _low + 1;
        return code > 0 && code <= (Bytes == 2 ? ushort.MaxValue : Bytes == 4 ? uint.MaxValue : long.MaxValue) ? (ulong)code : null;
    }

    public object? ValueOf(ulong code) => (code, _kind) switch
    {
        (0, _) => null,
        (_, TypeKind.String) => _texts[(int)code - 1],
        (_, TypeKind.Int32) => (int)(_low + (long)code - 1),
        (_, TypeKind.Date) => Epoch.Date((int)(_low + (long)code - 1)),
        _ => _low + (long)code - 1,
    };

    string CodeOf(string fromZero) =>
        $"CAST(COALESCE({fromZero} + 1, 0) AS {Bytes switch { 2 => "USMALLINT", 4 => "UINTEGER", _ => "UBIGINT" }})";
}
