using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Batches;

/// <summary>Everything that a lake in memory says of runs and rows, as lines to compare.</summary>
sealed class LakeView : IDisposable
{
    readonly TemporaryFolder _folder = new();
    readonly DuckDbQueryEngine _engine;
    int _views;

    public LakeView() => _engine = new(new MemoryStore(), PathOf, _folder.Folder("scratch"));

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    /// <summary>The runs, what is published, and all visible rows.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(MemoryStore lake, IEnumerable<string> runs)
    {
        // Another folder each time: the engine caches files by their path.
        _views++;
        foreach (var (key, content) in lake.Under("").Where(entry => entry.Key.EndsWith(".parquet", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(key))!);
            File.WriteAllBytes(PathOf(key), content);
        }

        var records = new RunRecords(lake, TimeProvider.System);
        var rejects = new RejectRows(lake, records, _engine);
        var lines = new List<string>();
        foreach (var id in runs.Distinct().Order(StringComparer.Ordinal))
        {
            var run = await records.GetAsync(id, default);
            lines.Add(TextOf(run));
            lines.AddRange(await rejects.AllAsync(id, null, default).Select(row => $"  {row}").ToListAsync());
        }

        var manifests = new DatasetManifests(lake);
        var root = await manifests.ReadAsync(BatchWorld.Contract.Name, default);
        foreach (var run in (await manifests.ReadAllAsync(root.Dataset, default)).Runs)
        {
            lines.Add(FormattableString.Invariant(
                $"{run.RunId} a{run.Attempt} {run.SourceKey} {run.SourceVersion} {run.Rows} {run.Rejected}"));
        }

        lines.AddRange(await RowsAsync(await new PublishedRuns(lake).PartsAsync(root.Dataset, root.ToVersion(), default)));
        return lines;
    }

    async Task<IEnumerable<string>> RowsAsync(IReadOnlyList<string> parts)
    {
        var stored = BatchWorld.Contract.StoredColumns;
        var rows = await Parts.ReadAsync(_engine, parts, stored, [.. stored.Select(column => column.Name)], "_run, _offset");
        return rows.Select(row => string.Join('|', row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "∅")));
    }

    static string TextOf(RunRecord run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Id} a{run.Attempt} {run.Status} {run.Stage} v{run.ContractVersion} chunks {run.Chunks} published {run.Published}; " +
        $"{LedgerOf(run.Ledger)}; {string.Join(' ', run.Warnings)}; {ProblemOf(run.Problem)}");

    static string LedgerOf(RowLedger? ledger) => ledger is null
        ? "no ledger"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{ledger.RowsRead} = {ledger.Accepted} + {ledger.Rejected}, blank {ledger.BlankLines}, " +
            $"{string.Join(' ', ledger.RejectsByCode.OrderBy(code => code.Key))}");

    static string ProblemOf(Problem? problem) => problem is null ? "" : $"{problem.Code}: {problem.Message}";

    string PathOf(string key) => Path.Combine(_folder.Path, $"lake-{_views}", key);
}
