using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>The type of a column, from the logical type of the standard and the type of another system.</summary>
static partial class OdcsTypes
{
    /// <summary>Decimal places of a number whose type does not give any.</summary>
    const int UsualScale = 6;

    /// <param name="Guess">What was assumed; null if the file says it exactly.</param>
    public readonly record struct Found(LogicalType Type, string? Guess);

    /// <param name="physical">Such as <c>numeric(10,2)</c> or <c>VARCHAR(20)</c>.</param>
    /// <param name="format">Of <c>logicalTypeOptions</c>.</param>
    public static Found Of(string? logical, string? physical, string? format)
    {
        if (physical is not null && LogicalType.TryParse(physical, out var own)
            && (own.Kind != TypeKind.Decimal || own.Precision <= LogicalType.MaxPrecision) && Agree(logical, own.Kind))
            return new(own, null);
        return logical switch
        {
            "string" => new(LogicalType.String, null),
            "boolean" => new(LogicalType.Bool, null),
            "date" => new(LogicalType.Date, null),
            "timestamp" => new(LogicalType.Timestamp, null),
            "time" => new(LogicalType.String, "there is no type for a time of day, so it is a string"),
            "integer" => Integer(physical, format),
            "number" => Number(physical, format),
            _ => Physical(physical, format),
        };
    }

    static bool Agree(string? logical, TypeKind kind) => logical switch
    {
        "integer" => kind is TypeKind.Int32 or TypeKind.Int64,
        "number" => kind is TypeKind.Decimal or TypeKind.Double or TypeKind.Int32 or TypeKind.Int64,
        "boolean" => kind is TypeKind.Bool,
        "date" => kind is TypeKind.Date,
        "timestamp" => kind is TypeKind.Timestamp,
        "string" or "time" => kind is TypeKind.String,
        _ => true,
    };

    static Found Integer(string? physical, string? format) => (format, Word(physical)) switch
    {
        (null, "number" or "numeric" or "decimal") when Digits(physical) is { } digits => new(LogicalType.Int64, TooMany(digits)),
        ("i8" or "i16" or "i32" or "u8" or "u16", _) => new(LogicalType.Int32, null),
        ("i64" or "u32", _) => new(LogicalType.Int64, null),
        (not null, _) => new(LogicalType.Int64, $"whole numbers have at most 64 bits here, not '{format}'"),
        (_, "int" or "integer" or "int4" or "int2" or "smallint" or "tinyint" or "short" or "byte") => new(LogicalType.Int32, null),
        (_, "bigint" or "long" or "int8" or "int64") => new(LogicalType.Int64, null),
        _ => new(LogicalType.Int64, "the file does not say how large the numbers are, so int64"),
    };

    static Found Number(string? physical, string? format)
    {
        if (format is "f32" or "f64" || Word(physical) is "float" or "double" or "real" or "float8" or "float4" or "double precision")
            return new(LogicalType.Double, null);
        if (Digits(physical) is not { } digits)
            return new(
                LogicalType.Decimal(LogicalType.MaxPrecision, UsualScale),
                "the file gives no digits, so decimal(18,6): write those of the source, or double");
        if (digits.Scale > LogicalType.MaxPrecision)
            return new(LogicalType.Double, $"a decimal has at most {LogicalType.MaxPrecision} digits here, so double");
        var type = digits.Scale == 0
            ? LogicalType.Int64
            : LogicalType.Decimal(Math.Min(digits.Precision, LogicalType.MaxPrecision), digits.Scale);
        return new(type, TooMany(digits) ?? (digits.Scale == 0 ? "a number without decimal places is an int64" : null));
    }

    static string? TooMany((int Precision, int Scale) digits) =>
        digits.Precision > LogicalType.MaxPrecision ? $"at most {LogicalType.MaxPrecision} digits fit, not {digits.Precision}" : null;

    /// <summary>Without a logical type, or with one that a cell cannot have.</summary>
    static Found Physical(string? physical, string? format) => Word(physical) switch
    {
        null => new(LogicalType.String, "the file gives no type, so string"),
        "int" or "integer" or "int4" or "int2" or "smallint" or "tinyint" or "short" or "byte" or "bigint" or "long" or "int8" or "int64"
            => Integer(physical, format),
        "decimal" or "numeric" or "number" or "money" or "float" or "double" or "real" or "float8" or "float4" or "double precision"
            => Number(physical, format),
        "bool" or "boolean" or "bit" => new(LogicalType.Bool, null),
        "date" => new(LogicalType.Date, null),
        var time when time.StartsWith("timestamp", StringComparison.Ordinal) || time.StartsWith("datetime", StringComparison.Ordinal)
            => new(LogicalType.Timestamp, null),
        var text when text.Contains("char", StringComparison.Ordinal) || text is "text" or "string" or "uuid" or "clob" or "enum"
            => new(LogicalType.String, null),
        _ => new(LogicalType.String, $"'{physical}' has no type here, so string"),
    };

    static string? Word(string? physical) => physical?.Split('(')[0].Trim().ToLowerInvariant();

    static (int Precision, int Scale)? Digits(string? physical)
    {
        var match = Parentheses().Match(physical ?? "");
        if (!match.Success || !int.TryParse(match.Groups[1].Value, out var precision))
            return null;
        return (precision, int.TryParse(match.Groups[2].Value, out var scale) ? scale : 0);
    }

    [GeneratedRegex(@"\(\s*([0-9]{1,3})\s*(?:,\s*([0-9]{1,3})\s*)?\)")]
    private static partial Regex Parentheses();
}
