using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Reads the files of a batch one after the other and writes the rows of those that may be published to shared parts.</summary>
/// <remarks>
/// Each file is read and judged before a row of it is written, so one that fails leaves none. Parts of one try never have the names of
/// another, and the result that names them is written once: a repeated or late try changes nothing.
/// </remarks>
public sealed class TransformBatch(
    Stores stores,
    IPartWriter writer,
    RunRecords runs,
    DatasetManifests manifests,
    DatasetCatalog datasets,
    IngestSettings settings,
    Cores cores,
    IOpenTables tables,
    Func<IEventPublisher> events,
    TimeProvider time)
    : IActivity<IngestBatch.Input, bool>
{
    /// <summary>Files whose bytes are in memory at the same time.</summary>
    const int FilesAtATime = RunBatches.AtATime;

    readonly RunBatches _batches = new(stores.Lake, runs, datasets);
    readonly BatchResults _results = new(stores.Lake);
    readonly SmallFiles _files = new(stores, datasets, settings);

    public async Task<bool> RunAsync(IngestBatch.Input input, CancellationToken cancellationToken)
    {
        if (await _results.FindAsync(input.Result, cancellationToken) is not null)
            return true;
        var members = await _batches.MembersAsync(input.Batch, cancellationToken);
        var records = await _batches.RunningAsync(members.Runs, cancellationToken);
        if (input.Round == 1)
        {
            foreach (var record in records)
                await RunAnnouncement.StartedAsync(events(), new(record.Id, record.Attempt), cancellationToken);
        }

        await using var parts = new SharedParts(stores.Lake, writer, settings, members.Dataset, input.Result);
        var made = await MakeAsync(input, members.Dataset, records, parts, cancellationToken);
        if (await _results.AddAsync(made, cancellationToken))
            return true;
        await parts.DeleteAsync(cancellationToken);
        if (made.Pack is { } pack)
            await stores.Lake.DeleteAsync(pack.Key, cancellationToken);
        return true;
    }

    async Task<BatchResult> MakeAsync(
        IngestBatch.Input input, string dataset, IReadOnlyList<RunRecord> records, SharedParts parts, CancellationToken cancellationToken)
    {
        var keys = records.Select(record => record.Source.Key).Distinct(StringComparer.Ordinal).ToList();
        var published = new KeyedRuns((await manifests.ReadAsync(dataset, keys, cancellationToken)).Runs);
        var (shapes, made) = (new ShapeList(), new List<BatchedRun>());
        foreach (var some in InOrder(records.Where(record => !published.IsFenced(record))).Chunk(FilesAtATime))
        {
            var fetched = await Task.WhenAll(some.Select(record => _files.FetchAsync(record, cancellationToken)));
            using var core = await cores.TakeAsync(cancellationToken);
            foreach (var (record, (bytes, problem)) in some.Zip(fetched))
            {
                if (problem is not null)
                    made.Add(new(record.Id, record.Attempt, record.Source.Size) { Problem = problem });
                else if (bytes is not null && await _files.ReadAsync(record, bytes, cancellationToken) is { } file)
                {
                    using (file)
                        made.Add(await TakeAsync(record, file, shapes, published, parts, cancellationToken));
                }
            }
        }

        await parts.CommitAsync(cancellationToken);
        var result = new BatchResult(input.Result, dataset, Pack: null, parts.Rejects, shapes.All, made);
        return (result with { Pack = await PackAsync(result, parts.Parts, cancellationToken) }).WithRoots();
    }

    async Task<RunPack?> PackAsync(BatchResult result, IReadOnlyList<Part> parts, CancellationToken cancellationToken)
    {
        PackedRun[] runs = [.. result.Packed.Select(run => new PackedRun(run.RunId, run.Attempt))];
        if (runs.Length == 0)
            return null;
        var sources = parts.Select(part => part.Key).Concat(runs.Select(run => $"{run}"));
        var key = PackDocument.KeyOf(result.Dataset, result.Id, sources);
        return await PackDocument.WriteAsync(
            stores.Lake, tables, result.Dataset, result.Id, key, parts, runs, cancellationToken);
    }

    async Task<BatchedRun> TakeAsync(
        RunRecord record, SmallFile file, ShapeList shapes, KeyedRuns published, SharedParts parts, CancellationToken cancellationToken)
    {
        var run = file.Run with { Shape = file.Shape is null ? null : shapes.PlaceOf(file.Shape) };
        run = run with { Rows = Decide(record, run, file.Contract, published) };
        if (run.Rows == BatchRows.Packed && file.Rows is { Accepted: > 0 } rows)
            await parts.AddAsync(file.Contract!, run.Codec, rows, cancellationToken);
        if (run.Ledger is not null && file.Rows is not null)
            await parts.AddRejectsAsync(file.Rows, run.Codec, cancellationToken);
        return run;
    }

    BatchRows Decide(RunRecord record, BatchedRun run, DatasetContract? contract, KeyedRuns published)
    {
        if (run.Problem is not null || run.Ledger is not { RowsRead: > 0 } ledger)
            return BatchRows.None;
        if (published.Has(record))
            return BatchRows.Published;
        return published.TryAdd(ManifestEntry.Of(record, ledger, time.GetUtcNow()), contract!.OnReupload)
            ? BatchRows.Packed
            : BatchRows.Superseded;
    }

    /// <summary>Of several versions of a key the newest comes first, so that the others find it.</summary>
    static IEnumerable<RunRecord> InOrder(IEnumerable<RunRecord> records) => records
        .GroupBy(record => record.Source.Key, StringComparer.Ordinal).OrderBy(ofKey => ofKey.Key, StringComparer.Ordinal)
        .SelectMany(ofKey => ofKey.OrderDescending(Comparer<RunRecord>.Create(Compare)));

    static int Compare(RunRecord left, RunRecord right) => RunSet.CompareVersions(Entry(left), Entry(right));

    static ManifestEntry Entry(RunRecord record) => ManifestEntry.Of(record, new(), default);

    /// <summary>Shapes of files, each once: most files of a batch have the same.</summary>
    sealed class ShapeList
    {
        readonly List<FileShape> _shapes = [];
        readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public IReadOnlyList<FileShape> All => _shapes;

        public int PlaceOf(FileShape shape)
        {
            var text = JsonSerializer.Serialize(shape, RunJson.Default.FileShape);
            if (_places.TryGetValue(text, out var place))
                return place;
            _shapes.Add(shape);
            return _places[text] = _shapes.Count - 1;
        }
    }
}
