using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests;

/// <summary>
/// Columns of any types and batches of any rows: equal, repeated, sorted, distinct and random values, empty and long texts, with
/// and without nulls.
/// </summary>
sealed record SampleTable(IReadOnlyList<TableColumn> Columns, IReadOnlyList<ColumnBatch> Batches)
{
    /// <summary>Odd, so that its multiples also differ in their last 32 bits.</summary>
    const long Spread = 0x1234_5678_9ABC_DEF1;

    enum Pattern { Constant, Few, Runs, Rising, Falling, Distinct, Random }

    sealed record Shape(LogicalType Type, bool Nullable, int NullPercent, Pattern Pattern, bool Coded);

    public static Gen<SampleTable> Any() =>
        from shapes in Shapes().NonEmptyListOf()
        from rows in Gen.OneOf(Gen.Choose(0, 30), Gen.Choose(0, 1_000), Gen.Elements(1, 8, 128, 129, 19_999, 20_000, 20_001, 40_001))
            .ListOf()
        from seed in Gen.Choose(0, int.MaxValue)
        select Fill([.. shapes.Take(6)], [.. rows.Take(3)], new Random(seed));

    /// <summary>A column of each type and pattern, with nulls and without, in two batches.</summary>
    public static SampleTable OfAllShapes(Random random, int rows)
    {
        var types = Enum.GetValues<TypeKind>().Where(kind => kind != TypeKind.Decimal).Select(kind => new LogicalType(kind))
            .Concat([LogicalType.Decimal(5, 2), LogicalType.Decimal(18, 2)]);
        Shape[] shapes =
        [
            .. from type in types
               from pattern in Enum.GetValues<Pattern>()
               from nulls in (int[])[0, 30]
               select new Shape(type, Nullable: nulls > 0, nulls, pattern, Coded: type.Kind == TypeKind.String && random.Next(2) == 0),
        ];
        return Fill(shapes, [rows, 100], random);
    }

    public override string ToString() =>
        $"{string.Join(", ", Columns.Select(column => $"{column.Type}{(column.Nullable ? "" : " required")}"))}; "
            + $"rows {string.Join(", ", Batches.Select(batch => batch.RowCount))}";

    static Gen<Shape> Shapes() =>
        from kind in Gen.Elements(Enum.GetValues<TypeKind>())
        from precision in Gen.Choose(1, LogicalType.MaxPrecision)
        from scale in Gen.Choose(0, precision)
        from nullable in Gen.Elements(true, false)
        from nulls in Gen.Elements(0, 1, 50, 99)
        from pattern in Gen.Elements(Enum.GetValues<Pattern>())
        from coded in Gen.Elements(true, false)
        select new Shape(
            kind == TypeKind.Decimal ? LogicalType.Decimal(precision, scale) : new(kind),
            nullable,
            nulls,
            pattern,
            coded && kind == TypeKind.String);

    static SampleTable Fill(Shape[] shapes, int[] rows, Random random)
    {
        TableColumn[] columns = [.. shapes.Select((shape, index) => new TableColumn($"c{index}", shape.Type, Nullable: shape.Nullable))];
        StringCodes?[] dictionaries = [.. shapes.Select(shape => shape.Coded ? new StringCodes() : null)];
        return new(
            columns,
            [.. rows.Select(count => Cells.Batch(columns, dictionaries, [.. shapes.Select(shape => Values(shape, count, random))]))]);
    }

    static object?[] Values(Shape shape, int count, Random random)
    {
        var few = Enumerable.Range(0, random.Next(2, 300)).Select(_ => Value(shape.Type, random.NextInt64())).ToArray();
        var rising = random.NextInt64(1L << 40);
        var values = new object?[count];
        for (var row = 0; row < count; row++)
        {
            rising += random.Next(100);
            values[row] = shape.Nullable && random.Next(100) < shape.NullPercent ? null : shape.Pattern switch
            {
                Pattern.Constant => few[0],
                Pattern.Few => few[random.Next(few.Length)],
                Pattern.Runs => few[row / 50 % few.Length],
                Pattern.Rising => Sorted(shape.Type, rising),
                Pattern.Falling => Sorted(shape.Type, -rising),
                Pattern.Distinct => shape.Type.Kind == TypeKind.String ? $"{row * Spread:x}" : Value(shape.Type, row * Spread),
                _ => Value(shape.Type, random.NextInt64(long.MinValue, long.MaxValue)),
            };
        }

        return values;
    }

    /// <summary>Texts that sort like their numbers.</summary>
    static object Sorted(LogicalType type, long value) => type.Kind == TypeKind.String ? $"{value + (1L << 60):d19}" : Value(type, value);

    static object Value(LogicalType type, long seed) => type.Kind switch
    {
        TypeKind.Int32 => (int)seed,
        TypeKind.Int64 => seed,
        TypeKind.Decimal => seed % (long)Math.Pow(10, type.Precision),
        TypeKind.Double => BitConverter.Int64BitsToDouble(seed),
        TypeKind.Bool => (seed & 1) == 1,
        TypeKind.Date => (int)(seed % 1_400_000_000),
        TypeKind.Timestamp => seed % 9_000_000_000_000_000,
        _ => Text(seed),
    };

    /// <summary>0 to 31 characters, rarely thousands, of all UTF-8 lengths.</summary>
    static string Text(long seed)
    {
        var random = new Random((int)seed);
        return string.Concat(Enumerable.Range(
            0,
            random.Next(
                random.Next(50) switch { 0 => 300, 1 when random.Next(10) == 0 => 4_000, _ => 32 })).Select(_ => random.Next(4) switch
        {
            0 => new Rune(random.Next(0x80)),
            1 => new Rune(random.Next(0x80, 0x800)),
            2 => new Rune(random.Next(0x800, 0xD800)),
            _ => new Rune(random.Next(0x10000, 0x110000)),
        }));
    }
}
