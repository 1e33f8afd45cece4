using System.Collections.Concurrent;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Micro;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Parquet;

namespace DuffBeer.Bench.Pollock;

/// <summary>Loads files through the product: ingests each with the real orchestration, and reads the published parts.</summary>
sealed class Loading : IDisposable
{
    public static DefinitionFolder Definitions { get; } = new(Path.Combine(AppContext.BaseDirectory, "Pollock", "definitions"));

    /// <summary>Each publication rewrites the list of all published runs, so a lake takes only some of the files.</summary>
    const int FilesPerLake = 100;

    readonly WorkFolder _folder = new();
    readonly DatasetCatalog _datasets = new LoadedDefinitions(Definitions).Datasets;

    /// <param name="Parts">Names of the parts' files; null if the file was refused.</param>
    sealed record Loaded(PollutedFile File, string Run, IReadOnlyList<string>? Parts);

    /// <returns>What was loaded of each file, by its name; null if it was refused.</returns>
    public async Task<IReadOnlyDictionary<string, LoadedTable?>> LoadAsync(IEnumerable<PollutedFile> files)
    {
        var runs = new ConcurrentBag<Loaded>();
        await Parallel.ForEachAsync(files.Chunk(FilesPerLake), async (some, _) =>
        {
            var lake = new Lake(_folder, _datasets);
            foreach (var file in some)
                runs.Add(await lake.IngestAsync(file));
        });

        var tables = new Dictionary<string, LoadedTable?>();
        using var engine = new DuckDbQueryEngine(new MemoryLake(), _folder.Of, _folder.Of("scratch"));
        foreach (var dataset in runs.GroupBy(run => run.File.Dataset))
        {
            var contract = _datasets.Find(dataset.Key)!;
            var names = contract.Columns.Select(column => column.SourceName ?? column.Name).ToList();
            var rows = await RowsAsync(engine, contract, [.. dataset.SelectMany(run => run.Parts ?? [])]);
            foreach (var run in dataset)
                tables[run.File.Name] = run.Parts is null ? null : new(names, [.. rows[run.Run]]);
        }

        return tables;
    }

    public void Dispose() => _folder.Dispose();

    static async Task<ILookup<string, string[]>> RowsAsync(
        DuckDbQueryEngine engine, DatasetContract contract, IReadOnlyList<string> parts)
    {
        var names = string.Join(", ", contract.Columns.Select(column => $"\"{column.Name}\""));
        var statement = new Statement(
            $"SELECT _run, {names} FROM stored ORDER BY _run, _offset", [new("stored", contract.StoredColumns, parts)], []);
        return (await engine.QueryAsync(statement, default)).Rows.ToLookup(
            row => (string)row[0]!, row => row.Skip(1).Select(cell => (string?)cell ?? "").ToArray());
    }

    /// <summary>An installation with a lake of its own.</summary>
    sealed class Lake
    {
        readonly DatasetCatalog _datasets;
        readonly MemoryLake _landing = new();
        readonly MemoryLake _lake = new(keepsParts: true);
        readonly WorkFolder _folder;
        readonly CoreActivities _activities;
        readonly CoreRuns _runs;

        public Lake(WorkFolder folder, DatasetCatalog datasets)
        {
            (_datasets, _folder) = (datasets, folder);
            var stores = new Stores(_landing, _lake, "landing");
            _runs = new(stores, datasets, () => new NoEventPublisher(), new NoOpenTables(), TimeProvider.System);
            _activities = new(new()
            {
                Stores = stores,
                Writer = new ParquetPartWriter(),
                Reader = new ParquetPartReader(),
                Datasets = datasets,
                Settings = new(),
                Events = () => new NoEventPublisher(),
                Tables = new NoOpenTables(),
                Prices = () => PriceTable.Free,
                Time = TimeProvider.System,
                // An ingest needs none of these.
                Engine = () => throw new NotSupportedException(),
                Catalog = () => throw new NotSupportedException(),
                Models = () => throw new NotSupportedException(),
                Reports = () => throw new NotSupportedException(),
            });
        }

        /// <summary>The whole orchestration of one file, with a second count of its rows.</summary>
        public async Task<Loaded> IngestAsync(PollutedFile file)
        {
            var source = _landing.Put($"{file.Dataset}/{file.Name}", file.Content);
            var run = (await _runs.Starts.ForAsync(_datasets.Find(file.Dataset)!, "landing", source, default)).Record;
            var ended = await IngestFile.RunAsync(new DirectContext(_activities, run.Id), new(run.Id, run.Attempt, Verify: true));
            if (ended.Problem is not null)
                return new(file, run.Id, Parts: null);
            var result = await _lake.ReadAsync(LakeKeys.Result(run.Id, run.Attempt), RunJson.Default.RunResult, default);
            return new(file, run.Id, [.. result!.Value.Parts.Select(part => Saved(run.Id, part.Key))]);
        }

        /// <summary>Writes a part to a file, for DuckDB.</summary>
        string Saved(string run, string key)
        {
            var name = run + "-" + Path.GetFileName(key);
            File.WriteAllBytes(_folder.Of(name), _lake.ContentOf(key));
            return name;
        }
    }
}
