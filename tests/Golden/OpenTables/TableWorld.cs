using System.Globalization;
using System.Text;
using System.Text.Json;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Iceberg;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>One dataset in folders of its own, its Iceberg table, and everything that changes what is published.</summary>
sealed class TableWorld : IDisposable
{
    public const string Dataset = "things";

    /// <summary>The contract as it changes: a column that goes, one that comes, and other partitions.</summary>
    static readonly DatasetContract[] s_versions =
    [
        Contract(1, "", "kind", "- { name: fax, type: string, required: true, description: Fax }"),
        Contract(2, "validFrom: 2026-02-01", "kind, day", "- { name: mail, type: string, description: Mail }"),
    ];

    static string Text(int version, string validFrom, string partitionBy, string last) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        dataset: things
        version: {{version}}
        {{validFrom}}
        description: Things of every type.
        source: { prefix: things/, pattern: "*.csv" }
        rejectBudget: { fraction: 0.9, rows: 100 }
        onDuplicateKey: allow
        partitionBy: [{{partitionBy}}]
        columns:
          - { name: id, type: int64, id: 1, required: true, key: true, description: Id }
          - { name: kind, type: string, description: Kind }
          - { name: day, type: date, required: true, description: Day }
          - { name: units, type: int32, description: Units }
          - { name: price, type: "decimal(9,2)", description: Price }
          - { name: worth, type: "decimal(14,4)", description: Worth }
          - { name: ratio, type: double, description: Ratio }
          - { name: fresh, type: bool, description: Whether it is fresh }
          - { name: at, type: timestamp, description: When }
          {{last}}
        """);

    static readonly IReadOnlyList<TableColumn> s_all = new DatasetCatalog(s_versions).Find(Dataset)!.TableColumns;

    readonly Dictionary<(string Run, int Attempt, string Columns), IReadOnlyList<string>> _rowsOf = [];
    readonly TemporaryFolder _folder = new();
    readonly FolderObjectStore _lake;
    readonly FolderObjectStore _landing;
    readonly DuckDbQueryEngine _engine;

    public TableWorld()
    {
        (_lake, _landing) = (new(_folder["lake"]), new(_folder["landing"]));
        Lake = new(_lake, LakeKeys.Dataset(Dataset));
        _engine = new(_lake, _lake.PathOf, _folder.Folder("scratch"));
        Reader = new(_lake.Root, _lake.LocationOf(""));
        Datasets = new(s_versions[..1]);
    }

    public MortalStore Lake { get; }
    public IcebergReader Reader { get; }
    public DatasetCatalog Datasets { get; private set; }
    public RunRecords Records => new(_lake, TimeProvider.System);

    CoreRuns Runs => new(
        new(_landing, Lake, "landing"), Datasets, () => new NoEventPublisher(), Tables, TimeProvider.System, Parts.Packs);
    CoreParts Parts => IngestParts.Of(_landing, Lake, Datasets, Tables, TimeProvider.System) with
    {
        Settings = new() { ChunkBytes = 600 },
        Merge = new() { Fewer = 2 },
    };
    IOpenTables Tables => new IcebergTables(Lake, Datasets, _lake.LocationOf, null, TimeProvider.System);

    static DatasetContract Contract(int version, string validFrom, string partitionBy, string last) =>
        ContractLoader.Load(Text(version, validFrom, partitionBy, last), "things.yaml") is var loaded && loaded.Contract is { } contract
            ? contract
            : throw new InvalidOperationException(string.Join('\n', loaded.Errors));

    /// <summary>Definitions with the second version of the contract.</summary>
    public void Evolve() => Datasets = new(s_versions);

    /// <summary>Uploads a file and ingests it. A key that exists gets a new version.</summary>
    /// <param name="written">When the file was written, which orders versions of a key and chooses the contract's.</param>
    public async Task<RunRecord> IngestAsync(string key, string csv, DateTime written)
    {
        await using (var upload = await _landing.CreateAsync(key, WriteCondition.None, default))
        {
            await upload.Body.WriteAsync(Encoding.UTF8.GetBytes(csv));
            await upload.CommitAsync(default);
        }

        File.SetLastWriteTimeUtc(_landing.PathOf(key), written);
        var source = (await _landing.StatAsync(key, default))!;
        var run = (await Runs.Starts.ForAsync(Datasets.FindAt(Dataset, source.LastModified)!, "landing", source, default)).Record;
        return await ContinueAsync(run);
    }

    public async Task<RunRecord> ReplayAsync(RunRecord run) =>
        await ContinueAsync(await Runs.Starts.AgainAsync(await Records.GetAsync(run.Id, default), default));

    public Task<RunRecord> RetireAsync(RunRecord run) => Runs.Retirement.RetireAsync(run.Id, default);

    public async Task<RunRecord> CorrectAsync(RunRecord run, string csv)
    {
        var start = await Runs.Corrections.StartAsync(
            await Runs.Corrections.OriginalAsync(run.Id, default), "landing", Encoding.UTF8.GetBytes(csv), default);
        return await ContinueAsync(start.Record);
    }

    /// <summary>A new process after a kill: what it finds half done, it finishes.</summary>
    public async Task RecoverAsync()
    {
        Lake.Live();
        await Runs.Recovery(new Orchestrator(this)).RecoverAsync(default);
    }

    /// <summary>The rows of a manifest as DuckDB reads the parts that its runs name: one text per row, sorted.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(DatasetManifest manifest, IReadOnlyList<string> columns)
    {
        var rows = new List<string>();
        foreach (var run in manifest.Runs)
        {
            var key = (run.RunId, run.Attempt, string.Join('|', columns));
            if (!_rowsOf.TryGetValue(key, out var known))
                _rowsOf[key] = known = await RowsAsync(run, columns);
            rows.AddRange(known);
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>Every state of the dataset's manifest, the oldest first.</summary>
    public IReadOnlyList<DatasetManifest> Manifests =>
        [.. Lake.Contents.Select(content => JsonSerializer.Deserialize(content, RunJson.Default.DatasetManifest)!)];

    // The second version has all columns.
    async Task<IReadOnlyList<string>> RowsAsync(ManifestEntry run, IReadOnlyList<string> columns)
    {
        var parts = (await Records.ResultAsync(run.RunId, run.Attempt, default))!.Parts.Select(part => part.Key).ToList();
        var rows = await Product.Parts.ReadAsync(_engine, parts, s_all, columns, "_run, _offset");
        return [.. rows.Select(row => string.Join('|', row.Select(Text)))];
    }

    public async Task<IReadOnlyList<ManifestEntry>> ManifestAsync() =>
        (await _lake.ReadAsync(LakeKeys.Dataset(Dataset), RunJson.Default.DatasetManifest, default))?.Value.Runs ?? [];

    /// <summary>Replaces the hint that names the newest version; null deletes it.</summary>
    public async Task WriteHintAsync(string? hint)
    {
        var path = _lake.PathOf($"{LakeKeys.OpenTableMetadata(Dataset)}version-hint.text");
        File.Delete(path);
        if (hint is not null)
            await File.WriteAllTextAsync(path, hint);
    }

    /// <summary>A maintenance that merges all small files. Nothing is old enough to be deleted.</summary>
    public async Task<MaintainLake.Result> MaintainAsync()
    {
        var activities = new CoreActivities(Parts);
        var context = new DirectContext("maintain", tries: 1);
        context.Register(MaintainLake.Plan, activities.PlanMaintenance);
        context.Register(MaintainLake.Table, activities.ExpireTable);
        context.Register(MaintainLake.Delete, activities.DeleteExpired);
        context.Register(MaintainLake.Merge, activities.MergeRuns);
        context.Register(MaintainLake.End, activities.EndMaintenance);
        return await MaintainLake.RunAsync(context, (await new MaintenanceRecords(Lake, TimeProvider.System).BeginAsync(default)).Id);
    }

    public Task FollowAsync() => Runs.Tables.FollowAsync(Dataset, default);

    public void Dispose()
    {
        Reader.Dispose();
        _engine.Dispose();
        _folder.Dispose();
    }

    async Task<RunRecord> ContinueAsync(RunRecord run)
    {
        var activities = new CoreActivities(Parts);
        var context = new DirectContext(run.Id, tries: 1);
        context.Register(IngestFile.Wave, IngestFile.RunWaveAsync);
        context.Register(IngestFile.Inspect, activities.Inspect);
        context.Register(IngestFile.Transform, activities.Transform);
        context.Register(IngestFile.Judge, activities.Judge);
        context.Register(IngestFile.Publish, activities.Publish);
        context.Register(IngestFile.Conclude, activities.Conclude);
        await IngestFile.RunAsync(context, new(run.Id, run.Attempt));
        return await Records.GetAsync(run.Id, default);
    }

    /// <summary>A cell as the reader writes it.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture),
        DateOnly date => (date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber).ToString(CultureInfo.InvariantCulture),
        DateTime time => ((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Continues interrupted runs at once, as a server does that takes over.</summary>
    sealed class Orchestrator(TableWorld world) : IRunOrchestrator
    {
        public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken) => Task.FromResult(true);

        public async Task StartAsync(string run, int attempt, CancellationToken cancellationToken) =>
            await world.ContinueAsync(await world.Records.GetAsync(run, cancellationToken));

        public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken) =>
            StartAsync(run, attempt, cancellationToken);
    }
}
