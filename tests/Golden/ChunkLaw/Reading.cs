using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.ChunkLaw;

/// <summary>Everything a run made of a file, as text, so that two reads can be compared line by line.</summary>
sealed record Reading(string Ending, string Ledger, IReadOnlyList<string> Rows, IReadOnlyList<string> Rejects);

/// <summary>Runs the real orchestration over files in memory and reads its Parquet parts back with DuckDB.</summary>
sealed class Reader : IDisposable
{
    const string Key = "duff/orders/hostile.csv";

    /// <summary>The shipped contract with another budget: hostile files are mostly rejects.</summary>
    static readonly DatasetContract s_contract = Contracts.DuffOrders with { RejectBudget = new(1, long.MaxValue) };

    static readonly string[] s_rejectColumns = ["code", "row_in_chunk", "byte", "column", "value", "message", "raw"];

    readonly TemporaryFolder _folder = new();
    readonly DuckDbQueryEngine _engine;
    int _readings;

    public Reader() => _engine = new(new MemoryStore(), PathOf, _folder.Folder("scratch"));

    public async Task<Reading> ReadAsync(byte[] file, long chunkBytes)
    {
        // Another folder each time: the engine caches files by their path.
        _readings++;
        var (landing, lake) = (new MemoryStore(), new MemoryStore());
        var source = landing.Put(Key, file);
        var steps = new Steps(new(landing, lake, "landing"), lake, s_contract, new() { ChunkBytes = chunkBytes });
        var run = await steps.StartAsync(source, verify: true);
        var ended = await steps.RunAsync(run);

        var result = await steps.Records.ResultAsync(run.RunId, run.Attempt, default);
        var parts = ended.Problem is null ? result?.Parts.Select(part => part.Key).ToList() ?? [] : [];
        if (ended.Problem is null)
            Assert.Equal(parts.Order(StringComparer.Ordinal), lake.Under("tables/").Select(entry => entry.Key));

        await HoldReceiptAsync(result, file);
        return new(
            ended.Problem?.Code.ToString() ?? "Completed",
            result is null
                ? ""
                : Line(
                    [
                        result.Ledger.RowsRead, result.Ledger.Accepted, result.Ledger.Rejected, result.Ledger.BlankLines,
                        result.DecodedBytes, string.Join(' ', result.Ledger.RejectsByCode), string.Join(' ', result.Warnings),
                    ]),
            await RowsAsync(lake, parts),
            await RejectsAsync(lake, result?.Rejects ?? []));
    }

    /// <summary>The root of the source is that of the file, however the chunks came to read it.</summary>
    static async Task HoldReceiptAsync(RunResult? result, byte[] file)
    {
        if (result?.Receipt is { Source: var source })
            Assert.Equal(source.Root, await source.ToLayout().RootAsync(new MemoryByteSource(file), default));
        else
            Assert.Equal(0, (result?.Ledger.RowsRead ?? 0) + (result?.Ledger.BlankLines ?? 0));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    async Task<IReadOnlyList<string>> RowsAsync(MemoryStore lake, IReadOnlyList<string> parts)
    {
        Save(lake, "tables/");
        var columns = s_contract.StoredColumns.Select(column => column.Name).ToList();
        return [.. (await Parts.ReadAsync(_engine, parts, s_contract.StoredColumns, columns, "_offset")).Select(Line)];
    }

    /// <summary>Rejects in the order of the file; the number of a row counts from its chunk, so the rows before it are added.</summary>
    async Task<IReadOnlyList<string>> RejectsAsync(MemoryStore lake, IReadOnlyList<RejectsPart> parts)
    {
        Save(lake, "rejects/");
        var rejects = new List<string>();
        foreach (var part in parts)
        {
            var rows = await Parts.ReadAsync(_engine, [part.Key], RejectColumns.All, s_rejectColumns, "row_in_chunk");
            rejects.AddRange(rows.Select(row => Line([row[0], (long)row[1]! + part.RowsBefore, .. row[2..]])));
        }

        return rejects;
    }

    void Save(MemoryStore lake, string prefix)
    {
        foreach (var (key, content) in lake.Under(prefix))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            File.WriteAllBytes(PathOf(key), content);
        }
    }

    string PathOf(string key) => Path.Combine(_folder.Path, $"lake-{_readings}", key);

    static string Line(object?[] cells) =>
        string.Join('|', cells.Select(cell => cell is null ? "∅" : Convert.ToString(cell, CultureInfo.InvariantCulture)));
}
