using System.Globalization;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows.Blocks;

/// <summary>Reading by block and column gives the same rows, values and rejects as reading row by row.</summary>
public class BlockLawTests
{
    static readonly DatasetContract s_source = new()
    {
        Name = "types",
        Version = 1,
        Source = new("types/"),
        PartitionBy = ["kind"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Required = true, Range = new(Min: 1) },
            new() { Name = "units", Type = LogicalType.Int32, NullTokens = ["n/a"], OneOf = ["1", "2", "100", "-5"] },
            new() { Name = "price", Type = LogicalType.Decimal(10, 2), Range = new(Min: -50) },
            new() { Name = "weight", Type = LogicalType.Decimal(18, 6) },
            new() { Name = "ratio", Type = LogicalType.Double, Range = new(Max: 1000, MaxExclusive: true) },
            new() { Name = "paid", Type = LogicalType.Bool },
            new() { Name = "day", Type = LogicalType.Date },
            new() { Name = "other_day", Type = LogicalType.Date, Formats = ["d.M.yyyy", "yyyy/MM/dd"] },
            new() { Name = "at", Type = LogicalType.Timestamp },
            new() { Name = "name", Type = LogicalType.String, Trim = false },
            new() { Name = "kind", Type = LogicalType.String, NullTokens = ["-"], Case = CaseRule.Upper },
            new() { Name = "missing", Type = LogicalType.String },
        ],
    };

    static readonly DatasetContract s_contract = s_source with
    {
        Derived =
        [
            Derived("value", "decimal(12,2)", "price * 2"),
            Derived("large", "decimal(18,6)", "weight * 100000"),
            Derived("rounded", "decimal(10,0)", "round(price, 0)"),
            Derived("sum", "decimal(12,2)", "price + 1.25"),
            Derived("label", "string", "coalesce(lower(name), 'none')"),
            Derived("on", "date", "processing_date()"),
            Derived("month", "string", "month(day)"),
            Derived("is_dear", "bool", "price > 100"),
        ],
    };

    static readonly string[][] s_cells =
    [
        [
            "1", "7", "12345678", "1234567890123456", "+9", " 8 ", "0", "-1", "", "x", "9223372036854775807", "9223372036854775808",
            "\"12\"", "00000000000000000000012",
        ],
        ["1", "2", "100", "-5", "", "n/a", "N/A", "3", "\"1\""],
        [
            "1", "1.5", "12.50", "999.99", "99999999", "99999999.99", "-50", "-50.01", ".5", "5.", "1e3", "1.255", "1.250", "", "\"2.50\"",
            " 3.00",
        ],
        ["0.000001", "123456789012.123456", "999999999999.999999", "-3.5", "", "7"],
        ["0.5", "1e2", "-3.25E-2", "1000", "999.9", "NaN", "", "Infinity"],
        ["true", "FALSE", "0", "1", "yes", ""],
        [
            "2026-11-21", "2024-02-29", "2023-02-29", "0001-01-01", "9999-12-31", "2026-13-01", "21.11.2026", "", "\"2026-01-02\"",
            "2026-1-2",
        ],
        ["1.2.2026", "2026/12/31", "31.12.2026", "2026-12-31", ""],
        ["2026-11-21T07:30:00Z", "2026-11-21 07:30", "2026-11-21T07:30:00.1239+02:00", "2026-11-21", ""],
        [
            "Moe",
            " Moe ",
            "\"Moe \"\"the\"\" bartender\"",
            "\"a,b\"",
            "\"two\nlines\"",
            "a longer name than thirty-two bytes is",
            "a longer name than thirty-two bytes Is",
            "stray \" quote",
            "é🍺",
            "\u00ff",
            "",
            "\0",
        ],
        ["retail", "Retail", "RETAIL", "b2b", "-", "", "straße", "\u00e9\u00ff", "a/b"],
    ];

    static readonly Gen<string> s_row = Gen.Choose(0, 99).SelectMany(chance => chance switch
    {
        < 3 => Gen.Constant(""),
        < 6 => Gen.Elements("\"open", "1,2", "x\"y\",\"z\"w", new string('9', 300), ",,,,,,,,,,", ",,,,,,,,,,,"),
        _ => Row(chance < 60 ? 4 : 100),
    });

    static readonly Arbitrary<string> s_files = Gen.Choose(1, 30).SelectMany(count => s_row.ArrayOf(count))
        .SelectMany(
            rows => Gen.Elements("\n", "\r\n", "\r").Select(lineBreak => string.Concat(rows.Select(row => row + lineBreak)))).ToArbitrary();

    [Fact]
    public void Blocks_of_columns_give_what_rows_one_by_one_give() =>
        Prop.ForAll(s_files, Gen.Choose(1, 3).ToArbitrary(), (file, copies) =>
        {
            // Copies, so that cached cells are used; Latin-1 gives bytes that are not UTF-8.
            var csv = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(file, copies * copies * copies)));
            var header = HeaderMatch.Of(s_contract, [.. s_contract.Columns.Select(column => column.Name).SkipLast(1)]);
            using var rows = new RowBatcher(s_contract, header, TypedRows.Comma, TypedRows.Settings);
            var reference = new ReferenceRows(s_contract, header, TypedRows.Settings);

            ReadAll(csv, rows.Read);
            ReadAll(csv, reference.Read);

            Assert.Equal(reference.Rows, Rows(rows));
            Assert.Equal(
                reference.Rejects,
                TypedRows.Rejects(rows).Select(
                    reject =>
                        string.Create(CultureInfo.InvariantCulture, $"{reject.RowNumber} {reject.Offset} {reject.Code} {reject.Column}")));
            Assert.Equal((reference.Rows.Count, reference.Rejects.Count), (rows.Accepted, rows.Rejected));
        }).Check(Law.Cases(1_500));

    /// <summary>Cells of which the first few of each column are good.</summary>
    static Gen<string> Row(int kinds) =>
        s_cells.Select(cells => Gen.Elements(cells.Take(kinds).ToArray())).Aggregate(Gen.Constant(""), (row, cell) =>
            from before in row
            from next in cell
            select before.Length == 0 ? next : $"{before},{next}");

    static void ReadAll(byte[] csv, Action<UnitReader> read)
    {
        using var reader = new UnitReader(new MemoryByteSource(csv), TypedRows.Comma, 0, long.MaxValue);
        do
        {
            read(reader);
        }
        while (reader.FillAsync(default).AsTask().GetAwaiter().GetResult());
    }

    /// <summary>The rows of all partitions in the file's order.</summary>
    static IEnumerable<string> Rows(RowBatcher rows) =>
        from partition in rows.Partitions
        let buffers = partition.Rows.Buffers
        from row in Enumerable.Range(0, partition.Rows.RowCount)
        orderby ((ValueBuffer<long>)buffers[^2]).Values[row]
        select string.Join('|', buffers.Select(buffer => Cell(buffer, row)));

    static string Cell(ColumnBuffer buffer, int row) => buffer.IsNull(row) ? "null" : buffer switch
    {
        StringBuffer texts => Encoding.UTF8.GetString(texts[row]),
        ValueBuffer<int> ints => ints.Values[row].ToString(CultureInfo.InvariantCulture),
        ValueBuffer<double> doubles => doubles.Values[row].ToString("R", CultureInfo.InvariantCulture),
        ValueBuffer<byte> bools => bools.Values[row].ToString(CultureInfo.InvariantCulture),
        _ => ((ValueBuffer<long>)buffer).Values[row].ToString(CultureInfo.InvariantCulture),
    };

    static DerivedColumn Derived(string name, string type, string text) =>
        LogicalType.TryParse(type, out var parsed)
            ? new(name, parsed, TypedRows.Compile(s_source, text, parsed))
            : throw new ArgumentException(type, nameof(type));
}
