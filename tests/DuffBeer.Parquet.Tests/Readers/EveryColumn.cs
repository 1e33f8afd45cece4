using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Parquet.Tests.Readers;

/// <summary>Columns of every type, with and without nulls, that repeat, rise or scatter, over two pages and three row groups.</summary>
static class EveryColumn
{
    /// <summary>Odd, so that its multiples also differ in their last 32 bits.</summary>
    const long Spread = 0x1234_5678_9ABC_DEF1;

    static readonly string[] s_types =
    [
        "int32", "int64", "decimal(4,2)", "decimal(9,3)", "decimal(10,2)", "decimal(18,6)", "double", "bool", "date", "timestamp", "string",
    ];

    static readonly string[] s_texts = ["", "Düff 🍺", "line\nbreak\0nul", "\"quoted\"", "a text of more than twelve bytes"];

    /// <summary>One zero only: DuckDB's dictionaries hold both as the one that came first.</summary>
    static readonly double[] s_doubles =
    [
        -0.0, double.NaN, double.MinValue, double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, 0.1,
    ];

    enum Order { Few, Rising, Scattered }

    public static IReadOnlyList<TableColumn> Columns { get; } = [.. Shapes().Select(shape => shape.Column)];

    /// <summary>One row group each; nullable columns have no value in the second page of the first, and none in the last.</summary>
    public static IReadOnlyList<ColumnBatch> Batches { get; } = [Batch(0, 20_100, 3), Batch(20_100, 250, 2), Batch(20_350, 10, 1)];

    static IEnumerable<(TableColumn Column, Order Order)> Shapes() =>
        from text in s_types
        from order in Enum.GetValues<Order>()
        from nullable in (bool[])[false, true]
        let type = LogicalType.TryParse(text, out var parsed) ? parsed : throw new InvalidOperationException(text)
        select (new TableColumn($"{text} {order}{(nullable ? " null" : "")}", type, Nullable: nullable), order);

    static ColumnBatch Batch(int from, int rows, int nullEvery) => Cells.Batch(Columns,
    [
        .. Shapes().Select(shape => Enumerable.Range(from, rows)
            .Select(row => shape.Column.Nullable && (row % nullEvery == 0 || row is >= 20_000 and < 20_100)
                ? null
                : Value(shape.Column.Type, shape.Order, row))
            .ToArray()),
    ]);

    static object Value(LogicalType type, Order order, int row)
    {
        var number = order switch { Order.Few => row % 11 * 1_000_003L - 3, Order.Rising => 1_000 + row * 3L, _ => row * Spread };
        return type.Kind switch
        {
            TypeKind.Int32 => (int)number,
            TypeKind.Int64 => number,
            TypeKind.Decimal => number % (long)Math.Pow(10, type.Precision),
            TypeKind.Double => order switch
            {
                Order.Few => s_doubles[row % s_doubles.Length],
                Order.Rising => number / 7.0,
                _ => BitConverter.Int64BitsToDouble(number),
            },
            TypeKind.Bool => (number >> 7 & 1) == 1,
            // Between the years 50 and 3900, which every reader's own types hold.
            TypeKind.Date => (int)(number % 700_000),
            TypeKind.Timestamp => number % 60_000_000_000_000,
            _ => order switch
            {
                Order.Few => s_texts[row % s_texts.Length],
                Order.Rising => $"order {number:d12}",
                _ => $"{number:x} {s_texts[row % s_texts.Length]}",
            },
        };
    }
}
