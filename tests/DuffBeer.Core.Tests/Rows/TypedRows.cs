using System.Globalization;
using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>A row of the rejects part.</summary>
sealed record RejectedRow(
    RejectCode Code, long RowNumber, long Offset, string? Column, string? Value, string Message, string Raw, string Run);

/// <summary>Reads small CSVs into typed rows, and shows rows and rejects as text.</summary>
static class TypedRows
{
    public static readonly Dialect Comma = new((byte)',');
    public static readonly RowSettings Settings = new("run-1", new(2026, 11, 21));

    static readonly DatasetContract s_source = new()
    {
        Name = "orders",
        Version = 1,
        Source = new("orders/"),
        PartitionBy = ["channel"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Required = true, Key = true, Range = new(Min: 1) },
            new() { Name = "price", Type = LogicalType.Decimal(10, 2), Range = new(Max: 100_000, MaxExclusive: true) },
            new() { Name = "channel", Type = LogicalType.String, Known = ["Retail", "B2B"] },
            new() { Name = "status", Type = LogicalType.String, OneOf = ["created", "delivered", "broken"], Case = CaseRule.Lower },
        ],
    };

    public static readonly DatasetContract Orders = s_source with { Derived = [Derived("doubled", "decimal(12,2)", "price * 2")] };

    public static DerivedColumn Derived(string name, string type, string text) =>
        LogicalType.TryParse(type, out var parsed)
            ? new(name, parsed, Compile(s_source, text, parsed))
            : throw new ArgumentException(type, nameof(type));

    public static Expression Compile(DatasetContract contract, string text, LogicalType type) =>
        Expression.Compile(text, [.. contract.Columns.Select(column => new TableColumn(column.Name, column.Type))], type);

    public static Task<RowBatcher> ReadAsync(DatasetContract contract, string csv, RowSettings? settings = null) =>
        ReadAsync(contract, Encoding.UTF8.GetBytes(csv), settings);

    public static async Task<RowBatcher> ReadAsync(DatasetContract contract, byte[] csv, RowSettings? settings = null)
    {
        await using var source = new MemoryByteSource(csv);
        using var units = new UnitReader(source, Comma, 0, long.MaxValue);
        RowBatcher? rows = null;
        while (await units.FillAsync(default))
        {
            if (rows is null && units.TryRead())
                rows = new(contract, HeaderMatch.Of(contract, Encoding.UTF8.GetString(units.Raw).Split(',')), Comma, settings ?? Settings);
            rows?.Read(units);
        }

        return rows!;
    }

    /// <summary>Each row as <c>partition: cell|cell|…</c>.</summary>
    public static IEnumerable<string> Lines(RowBatcher rows) =>
        from partition in rows.Partitions
        from row in Enumerable.Range(0, partition.Rows.RowCount)
        let cells = partition.Rows.Columns.Select((column, index) => Cell(partition.Rows.Buffers[index], column.Type, row))
        select $"{partition.Path}: {string.Join('|', cells)}";

    public static IReadOnlyList<RejectedRow> Rejects(RowBatcher rows)
    {
        var buffers = rows.Rejects.Buffers;
        return
        [
            .. from row in Enumerable.Range(0, rows.Rejects.RowCount)
               select new RejectedRow(
                   Enum.Parse<RejectCode>(Text(0, row)!), Long(1, row), Long(2, row), Text(3, row), Text(4, row), Text(5, row)!,
                   Text(6, row)!, Text(7, row)!),
        ];

        long Long(int column, int row) => ((ValueBuffer<long>)buffers[column]).Values[row];
        string? Text(int column, int row) =>
            buffers[column].IsNull(row) ? null : Encoding.UTF8.GetString(((StringBuffer)buffers[column])[row]);
    }

    static string Cell(ColumnBuffer buffer, LogicalType type, int row)
    {
        if (buffer.IsNull(row))
            return "null";
        return buffer switch
        {
            StringBuffer texts => Encoding.UTF8.GetString(texts[row]),
            ValueBuffer<int> ints => ints.Values[row].ToString(CultureInfo.InvariantCulture),
            ValueBuffer<double> doubles => doubles.Values[row].ToString(CultureInfo.InvariantCulture),
            ValueBuffer<byte> bools => bools.Values[row] == 1 ? "true" : "false",
            _ =>
                (((ValueBuffer<long>)buffer).Values[row] / (decimal)Math.Pow(10, type.Scale)).ToString(
                    "F" + type.Scale, CultureInfo.InvariantCulture),
        };
    }
}
