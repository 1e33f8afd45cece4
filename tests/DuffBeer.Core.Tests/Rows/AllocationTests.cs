using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>
/// Memory per chunk is bounded and does not grow with its rows: a string or an array per row would take at least 24 bytes.
/// </summary>
public sealed class AllocationTests
{
    const int FewRows = 100_000;
    const int ManyRows = 200_000;
    const double MostBytesPerRow = 1;

    static readonly DatasetContract s_everyType = new()
    {
        Name = "types",
        Version = 1,
        Source = new("types/"),
        PartitionBy = ["channel"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Required = true },
            new() { Name = "units", Type = LogicalType.Int32, Range = new(Min: 1) },
            new() { Name = "price", Type = LogicalType.Decimal(10, 2) },
            new() { Name = "ratio", Type = LogicalType.Double },
            new() { Name = "paid", Type = LogicalType.Bool },
            new() { Name = "day", Type = LogicalType.Date },
            new() { Name = "at", Type = LogicalType.Timestamp },
            new() { Name = "name", Type = LogicalType.String },
            new() { Name = "channel", Type = LogicalType.String, Known = ["Retail"] },
            new() { Name = "status", Type = LogicalType.String, OneOf = ["created", "broken"], Case = CaseRule.Lower },
        ],
    };

    [Fact]
    public void No_row_of_any_type_allocates() =>
        Hold(s_everyType, row =>
            $"{row},{row % 50 + 1},{row % 1000}.{row % 100:00},{row / 8.0},{(row % 2 == 0 ? "true" : "false")},2026-01-{row % 28 + 1:00},"
            + $"2026-01-01T00:00:{row % 60:00}Z,Client {row},{(row % 3 == 0 ? "Retail" : "Kiosk")},Created");

    [Fact]
    public void No_quoted_row_allocates() =>
        Hold(s_everyType, row => $"\"{row}\",\"{row % 50 + 1}\",,,,,,\"Moe \"\"{row}\"\", and sons\",\"Retail\",\"BROKEN\"");

    [Fact]
    public void No_derived_value_allocates() =>
        Hold(TypedRows.Orders, row => $"{row + 1},{row % 1000}.25,B2B,delivered");

    static void Hold(DatasetContract contract, Func<int, string> row)
    {
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, ManyRows).Select(index => row(index) + "\n")));
        var few = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, FewRows).Select(index => row(index) + "\n")));
        // The first read fills the pools and compiles the code.
        Assert.Equal(ManyRows, Read(contract, many));
        // A collection in between may empty the pools, so the minimum of several tries counts.
        var bytes = Enumerable.Range(0, 3).Min(_ => Allocated(many) - Allocated(few));
        Assert.True(bytes < (ManyRows - FewRows) * MostBytesPerRow, $"{bytes} bytes for {ManyRows - FewRows} rows more");

        long Allocated(byte[] csv)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Read(contract, csv);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    static long Read(DatasetContract contract, byte[] csv)
    {
        using var reader = new UnitReader(new MemoryByteSource(csv), TypedRows.Comma, 0, long.MaxValue);
        using var rows = new RowBatcher(
            contract,
            HeaderMatch.Of(contract, [.. contract.Columns.Select(column => column.Name)]),
            TypedRows.Comma,
            TypedRows.Settings);
        do
        {
            rows.Read(reader);
            foreach (var partition in rows.Partitions)
                partition.Rows.Clear();
        }
        while (Fill(reader));
        return rows.Accepted;
    }

    // Reading from memory completes synchronously, so all of it is on this thread.
    static bool Fill(UnitReader reader)
    {
        var fill = reader.FillAsync(default);
        return fill.IsCompletedSuccessfully ? fill.Result : throw new InvalidOperationException("The read went elsewhere.");
    }
}
