using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>
/// Converts a few thousand rows from bytes to Parquet and a run's documents to JSON, and discards the results. This compiles the code of a
/// run in the background while the program starts.
/// </summary>
public static class WarmUp
{
    // More rows than one block, and more distinct names than a look at the first bytes distinguishes.
    const int Rows = 2000;

    static readonly DatasetContract s_contract = Contract();

    public static async Task RunAsync(IPartWriter writer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var dialect = new Dialect((byte)',');
        await using var source = new MemoryByteSource(Encoding.UTF8.GetBytes(Csv()));
        using var reader = new UnitReader(source, dialect, 0, long.MaxValue);
        using var rows = new RowBatcher(
            s_contract,
            HeaderMatch.Of(s_contract, [.. s_contract.Columns.Select(column => column.Name)]),
            dialect,
            new("rehearsal", default));
        do
            rows.Read(reader);
        while (await reader.FillAsync(cancellationToken));

        var batches = rows.Partitions.Select(partition => (partition.Rows, s_contract.StoredColumns));
        foreach (var (batch, columns) in batches.Append((rows.Rejects, RejectColumns.All)))
        {
            var part = writer.Begin(Stream.Null, columns);
            await part.WriteAsync(batch, cancellationToken);
            await part.CompleteAsync(cancellationToken);
        }

        WriteAndRead(new("rehearsal", 1, new(), 0, [], [new("", 0, 0)], []), RunJson.Default.RunResult);
        var entry = new ManifestEntry("", 1, "", "", default, default, 0, 0, default);
        WriteAndRead(new("rehearsal", "", [entry.With([new("", "", 0, 0)])]), RunJson.Default.DatasetManifest);
        var unknown = rows.Unknown.ToDictionary(values => values.Column, values => values.Values);
        WriteAndRead(
            new(0, new(0, 1), 0, 1, new() { RejectsByCode = rows.RejectedBy }, [new("", "", 0, 0)], null, unknown, []),
            RunJson.Default.ChunkManifest);
    }

    static void WriteAndRead<T>(T document, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(document, type), type);

    static DatasetContract Contract()
    {
        Column[] columns =
        [
            Column("id", LogicalType.Int64) with { Range = new(Min: 1) },
            Column("name", LogicalType.String),
            Column("price", LogicalType.Decimal(10, 2)) with { Range = new(Min: 0) },
            Column("units", LogicalType.Int32) with { Range = new(Min: 1) },
            Column("day", LogicalType.Date),
            Column("channel", LogicalType.String) with { Known = ["Retail", "Online"] },
            Column("status", LogicalType.String) with { OneOf = ["created", "delivered"], Case = CaseRule.Lower },
        ];
        var total = LogicalType.Decimal(18, 2);
        return new()
        {
            Name = "rehearsal",
            Version = 1,
            Source = new(""),
            Columns = columns,
            Derived =
            [
                new(
                    "total",
                    total,
                    Expression.Compile("price * units", [.. columns.Select(column => new TableColumn(column.Name, column.Type))], total)),
            ],
            PartitionBy = ["day", "channel"],
        };
    }

    static Column Column(string name, LogicalType type) => new() { Name = name, Type = type, Required = true };

    static string Csv()
    {
        var csv = new StringBuilder();
        for (var row = 1; row <= Rows; row++)
        {
            var quote = row % 100 == 0 ? "\"" : "";
            var (channel, state) = (row % 3 == 0 ? "Retail" : "Online", row % 2 == 0 ? "created" : "Delivered");
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{1_000_000 + row},{quote}Tavern {row * 7 % 400}{quote},{row % 90}.{row % 10}5,{row % 144}," +
                $"2026-01-31,{channel},{state}\n");
        }

        return csv.ToString();
    }
}
