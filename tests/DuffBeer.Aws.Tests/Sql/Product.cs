using System.Text;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Core.Runs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Parquet;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>The whole product over any stores, engine and catalog.</summary>
sealed class Product(Stores stores, IQueryEngine engine, ITableCatalog catalog, IEventPublisher events)
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    static readonly IReadOnlyList<DatasetContract> s_contracts = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts;
    static readonly SqlDefinitions s_sql = SqlDefinitions.Load(DefinitionFolder.Default, s_contracts);
    static readonly IngestSettings s_settings = new() { HashKey = "a key of the tests" };

    public static ModelDefinitions Definitions { get; } = new(
        s_sql.Graph, s_sql.Audits, s_sql.SettingCatalog, s_contracts.ToDictionary(contract => contract.Name));
    public static IReadOnlyList<ReportDefinition> Reports => s_sql.Reports;

    readonly TimeProvider _time = new Standing();
    readonly ActivityMeter _meter = new();

    public PriceTable Prices { get; init; } = PriceTable.Free;

    public static DatasetCatalog Datasets { get; } = new(s_contracts);

    /// <summary>The tables in which other engines find the datasets. Default: none.</summary>
    public IOpenTables Tables { get; init; } = new NoOpenTables();

    /// <summary>What a refresh builds and exports. Default: all of the product's.</summary>
    public ModelDefinitions Models { get; init; } = Definitions;
    public IReadOnlyList<ReportDefinition> Exports { get; init; } = Reports;

    Snapshots Snapshots => new(stores.Lake);

    NamedSnapshots Named => new(stores.Lake, Snapshots, _time);

    public async Task<IngestFile.Result> IngestAsync(string dataset, string file)
    {
        var contract = Definitions.Contracts[dataset];
        var key = $"{contract.Source.Prefix}{Path.GetFileName(file)}";
        await using (var upload = await stores.Landing.CreateAsync(key, WriteCondition.None, default))
        {
            await using (var content = File.OpenRead(file))
                await content.CopyToAsync(upload.Body);
            await upload.CommitAsync(default);
        }

        var datasets = Datasets;
        var (runs, attempts) = (new RunRecords(stores.Lake, _time), new PartCleanup(stores.Lake));
        var tables = new PublishedTables(stores.Lake, runs, datasets, Tables);
        var source = (await stores.Landing.StatAsync(key, default))!;
        var starts = new CoreRuns(stores, datasets, () => events, Tables, _time).Starts;
        var record = (await starts.ForAsync(contract, stores.Bucket, source, default)).Record;
        var context = new StepByStep(record.Id, Now);
        context.Register(IngestFile.Inspect, _meter.Of(new InspectSource(stores, runs, datasets, s_settings), InstanceOf));
        context.Register(
            IngestFile.Transform,
            _meter.Of(
                new TransformChunk(stores, new ParquetPartWriter(), runs, datasets, s_settings, new(s_settings.Workers), new()),
                chunk => IngestFile.InstanceOf(chunk.RunId, chunk.Attempt)));
        context.Register(
            IngestFile.Judge,
            _meter.Of(new JudgeRun(stores.Lake, runs, attempts, datasets, s_settings, Tables, _time), InstanceOf));
        var manifests = new DatasetManifests(stores.Lake, _time);
        context.Register(
            IngestFile.Publish, _meter.Of(new PublishRun(stores.Lake, manifests, runs, datasets, tables, _time), InstanceOf));
        context.Register(IngestFile.Conclude, new ConcludeRun(
            runs, attempts, new(manifests, _time), new(manifests, runs, attempts, () => events, tables, _time), events, _meter, Prices));
        return await IngestFile.RunAsync(context, new(record.Id, record.Attempt, false));
    }

    public Task<PlannedRefresh> PlanAsync() =>
        new PlanReader(stores.Lake, RefreshPlanner.Of(stores.Lake, _time, Models), () => engine, () => Prices, Models)
            .ReadAsync(RefreshRequest.Changes, default);

    public Task<RefreshModels.Result> RefreshAsync(string snapshot)
    {
        var (scope, lake) = (new RefreshScope(stores.Lake, Snapshots, Models), stores.Lake);
        var context = new StepByStep($"refresh-{snapshot}", Now);
        context.Register(
            RefreshModels.Plan,
            _meter.Of(new PlanRefresh(lake, new(new(lake), Snapshots, Named, Models), Snapshots), refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Build,
            _meter.Of(
                new BuildModels(scope, engine, new(engine, new ParquetPartWriter(), lake), Models, new(1), _time),
                model => model.Snapshot));
        context.Register(RefreshModels.Audit, _meter.Of(new AuditModels(scope, engine, Models, new(1)), model => model.Snapshot));
        context.Register(
            RefreshModels.Swap, _meter.Of(new SwapSnapshot(scope, Snapshots, Named, engine, Models, _time), refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Catalog,
            _meter.Of(
                new PointCatalog(
                    lake, new(lake), Snapshots, catalog, new(lake, new(lake, _time), Datasets, Tables), Models),
                refresh => refresh.Snapshot));
        context.Register(
            RefreshModels.Export,
            _meter.Of(new ExportReports(Snapshots, new(engine, Models), Exports, lake), export => export.Refresh));
        context.Register(RefreshModels.Price, new PriceRefresh(_meter, Prices));
        return RefreshModels.RunAsync(context, new(snapshot, [], new Dictionary<string, string>()));
    }

    public async Task<Snapshot> SnapshotAsync() => (await Snapshots.CurrentAsync(default))!;

    public async Task<ReportResult> ReportAsync(ReportDefinition report, IEnumerable<KeyValuePair<string, string>> parameters) =>
        await new ReportReader(engine, Definitions).ReadAsync(ReportRequest.Read(report, parameters), await SnapshotAsync(), default);

    public async Task<ReportValueList?> ValuesAsync(ReportDefinition report, ReportParameter parameter, string? search) =>
        ReportValues.Request(report, parameter, search, limit: 5) is { } request
            ? ReportValues.Of([], await new ReportReader(engine, Definitions).ReadAsync(request, await SnapshotAsync(), default), limit: 5)
            : null;

    /// <summary>All rows of a model, in an order that does not depend on the engine.</summary>
    public async Task<IReadOnlyList<object?[]>> RowsAsync(Relation model)
    {
        var columns = string.Join(", ", model.Columns.Select(column => SqlWriter.Name(column.Name)));
        var result = await engine.QueryAsync(new($"SELECT {columns} FROM {SqlWriter.Name(model.Name)}", [model], []), default);
        // Doubles may differ in their last digit, so they are compared last.
        return [.. result.Rows.OrderBy(row => Text(row.Where(value => value is not double)), StringComparer.Ordinal)
            .ThenBy(row => Text(row.OfType<double>().Select(number => (object)Math.Round(number, 9))), StringComparer.Ordinal)];
    }

    /// <summary>A model compared with an equal build, and with none: state, rows added, sums, and the first rows.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(string model)
    {
        var now = await SnapshotAsync();
        var again = now.Models.ToDictionary(pair => pair.Key, pair => pair.Value with { BuiltIn = "earlier" });
        var without = now.Models.Where(pair => pair.Key != model).ToDictionary();
        var reader = new DiffReader(stores.Lake, () => engine, Definitions);
        var found = new List<string>();
        foreach (var before in new[] { again, without })
        {
            var sides = new DiffSides(now, now with { Models = before });
            var counts = (await reader.CompareAsync(sides, model, withRows: true, default)).Models.Single();
            var rows = await reader.RowsAsync(sides, model, 0, 5, default);
            var sums = counts.Counts!.Measures.Select(sum => FormattableString.Invariant($"{sum.Column.Name} {sum.Before} {sum.Now}"));
            var keys = rows.Rows.Select(row => FormattableString.Invariant($"{row.Change} {row.Now![0]}"));
            found.Add(FormattableString.Invariant(
                $"{model} {counts.State} {counts.Counts.Added} added: {string.Join(", ", sums)}; {string.Join(", ", keys)}"));
        }

        return found;
    }

    /// <summary>The levels and places of lines below the first row of a report, and the lines that could be read.</summary>
    public async Task<(IReadOnlyList<string> Below, int Read)> WhyAsync(ReportDefinition report)
    {
        var (asked, snapshot) = (await FirstRowAsync(report), await SnapshotAsync());
        var explainer = new Explainer(
            stores, new(stores.Lake, _time), engine, Definitions, new(s_contracts));
        var why = await explainer.ExplainAsync(asked with { Limit = 50 }, snapshot, default);
        return (
        [
            .. why.Levels.Select(level => FormattableString.Invariant($"{level.Name} {level.Count} {level.Rows.Count}")),
            .. why.Lines.Select(line => FormattableString.Invariant($"{line.Key} {line.Offset} {line.Fate} {line.Rule}")),
        ], why.Lines.Count(line => line.Raw is not null));
    }

    /// <summary>The first row of a report, computed again on another engine from the bytes of its lines.</summary>
    /// <param name="bench">Works over <paramref name="scratch"/>.</param>
    public async Task<WhyProof> ProveAsync(ReportDefinition report, IQueryEngine bench, IObjectStore scratch)
    {
        var prover = new Prover(
            stores, new(stores.Lake, _time), engine, Definitions, new(s_contracts), bench, scratch, new ParquetPartWriter(),
            Encoding.UTF8.GetBytes(s_settings.HashKey!));
        return await prover.ProveAsync(await FirstRowAsync(report), await SnapshotAsync(), default);
    }

    async Task<WhyRequest> FirstRowAsync(ReportDefinition report)
    {
        var request = ReportRequest.Read(report, []);
        var all = await new ReportReader(engine, Definitions).ReadAsync(request, await SnapshotAsync(), default);
        var columns = report.Columns.Select(column => column.Name).ToList();
        var keys = report.WhyBy!.Union(report.Order.Select(key => key.Column)).ToDictionary(
            name => name,
            name => all.Rows[0][columns.IndexOf(name)] is { } value
                ? ReportCellText.Of(report.Columns[columns.IndexOf(name)].Type, value)
                : "");
        return new(request, keys, null);
    }

    static string InstanceOf(IngestFile.Input run) => IngestFile.InstanceOf(run.RunId, run.Attempt);

    static string Text(IEnumerable<object?> values) => string.Join('|', values.Select(value => FormattableString.Invariant($"{value}")));

    sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
