namespace DuffBeer.Core.Contracts.Expressions;

enum ValueKind { Null, Number, Double, Bool, Date, Timestamp, Text }

/// <summary>
/// The type of an expression. Every exact number is one of <see cref="Precision"/> digits, <see cref="Scale"/> of them after the point.
/// </summary>
readonly record struct ValueType(ValueKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>Digits that always fit an <see cref="Int128"/>.</summary>
    public const int MaxPrecision = 38;

    public static readonly ValueType Null = new(ValueKind.Null);
    public static readonly ValueType Bool = new(ValueKind.Bool);
    public static readonly ValueType Date = new(ValueKind.Date);
    public static readonly ValueType Text = new(ValueKind.Text);

    public int IntegerDigits => Precision - Scale;

    public static ValueType Number(int precision, int scale) => new(ValueKind.Number, precision, scale);

    public static ValueType Of(LogicalType type) => type.Kind switch
    {
        TypeKind.Int32 => Number(10, 0),
        TypeKind.Int64 => Number(19, 0),
        TypeKind.Decimal => Number(type.Precision, type.Scale),
        TypeKind.Double => new(ValueKind.Double),
        TypeKind.Bool => Bool,
        TypeKind.Date => Date,
        TypeKind.Timestamp => new(ValueKind.Timestamp),
        _ => Text,
    };

    public override string ToString() => Kind switch
    {
        ValueKind.Number when Scale == 0 => $"a whole number of up to {Precision} digits",
        ValueKind.Number => $"decimal({Precision},{Scale})",
        ValueKind.Text => "a string",
        _ => $"a {Kind.ToString().ToLowerInvariant()}",
    };
}
