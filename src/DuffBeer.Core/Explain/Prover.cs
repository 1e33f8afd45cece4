using System.Globalization;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Explain;

/// <summary>Computes a figure again from the bytes of the files alone, and compares it with the one that is shown.</summary>
/// <remarks>
/// The lines are read by <see cref="SlowReader"/>, and the models up to the report are built over nothing but these rows.
/// </remarks>
/// <param name="engine">The engine of the lake.</param>
/// <param name="bench">An engine over <paramref name="scratch"/>, which receives the rows and models of proofs.</param>
/// <param name="hashKey">Secret of <c>keyed_hash</c>; null if there is none.</param>
public sealed class Prover(
    Stores stores,
    RunRecords runs,
    IQueryEngine engine,
    ModelDefinitions definitions,
    DatasetCatalog datasets,
    IQueryEngine bench,
    IObjectStore scratch,
    IPartWriter writer,
    byte[]? hashKey)
{
    /// <summary>Rows that a proof reads, and rows of a model that it takes as it is.</summary>
    public const int MostRows = 200_000;

    readonly Explainer _explainer = new(stores, runs, engine, definitions, datasets);
    readonly SourceLines _lines = new(stores, runs, datasets);
    int _written;

    /// <exception cref="TerminalException">
    /// As for <see cref="Explainer"/>; <c>BadRequest</c>: the figure cannot be proved, with the reason;
    /// <c>SourceMissing</c>: a file is gone.
    /// </exception>
    public async Task<WhyProof> ProveAsync(WhyRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        request = request with { Column = null };
        var scope = await _explainer.ScopeAsync(snapshot, cancellationToken);
        var (search, shown) = await _explainer.FindAsync(request, snapshot, scope, cancellationToken);
        var plan = search.Plan;
        var (sources, lines) = await SourcesAsync(search, snapshot, cancellationToken);
        var models = scope.Models.ToDictionary(model => model.Key, model => model.Value with { Parts = [] });
        foreach (var given in plan.Whole)
            models[given] = await CopyAsync(scope.Models[given], cancellationToken);
        var proof = scope with { Dialect = bench.Dialect, Datasets = sources, Models = models };
        foreach (var input in plan.Inputs.Reverse().Where(input => !input.IsDataset && !plan.Whole.Contains(input.Name)))
        {
            var model = definitions.Graph[input.Name]!;
            if (input.IsGiven)
            {
                models[input.Name] = await GivenAsync(input, model.Columns, search, cancellationToken);
                continue;
            }

            var built = await BuildAsync(model, proof, cancellationToken);
            models[input.Name] = CanGive(model) ? await WithGivenAsync(model, input, built, search, cancellationToken) : built;
        }

        var report = request.Report.Report;
        // Columns that depend on more rows have other values over these rows alone.
        var keys = request.Row.Where(key => !report.Whole.Contains(key.Key)).ToDictionary();
        var computed = await bench.QueryAsync(Explainer.RowOf(request with { Row = keys }, proof), cancellationToken);
        // A row that only fills a gap has no lines: that is what its zeros say.
        var isEmpty = computed.Rows.Count == 0 && lines == 0;
        if (!isEmpty && computed.Rows is not [_])
            throw new TerminalException(
                ProblemCode.BadRequest,
                computed.Rows.Count == 0
                    ? $"The figure cannot be proved: over its lines alone, {report.Name} has no such row."
                    : $"The figure cannot be proved: name the row by columns that depend on its lines alone, not by {Listed(report)}.");
        return new(
            lines,
            [
                .. report.Columns.Select((column, index) => isEmpty
                    ? ProvedCell.OfNone(column, shown[index], report.Whole.Contains(column.Name))
                    : ProvedCell.Of(column, shown[index], computed.Rows[0][index], report.Whole.Contains(column.Name))),
            ],
            [
                .. plan.Whole, .. plan.Inputs.Where(input => input.IsGiven).Select(input => input.Name),
                .. plan.Inputs.Where(input => !input.IsGiven).Select(input => definitions.Graph[input.Name]).OfType<SqlModel>()
                    .Where(CanGive).Select(Given),
            ]);
    }

    static string Given(SqlModel model) => $"{model.Name} ({string.Join(", ", model.Whole)})";

    async Task<(Dictionary<string, Relation> Sources, long Lines)> SourcesAsync(
        RowSearch search, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var sources = search.Scope.Datasets.ToDictionary(dataset => dataset.Key, dataset => dataset.Value with { Parts = [] });
        var found = new SourceRows(engine, search);
        var lines = 0L;
        foreach (var dataset in search.Plan.Datasets)
        {
            var rows = await found.PlacesAsync(dataset, null, MostRows + 1, cancellationToken);
            if (rows.Count > MostRows)
                throw TooMany(dataset.Name);
            lines += rows.Count;
            var parts = new List<string>();
            foreach (var run in rows.ToLookup(row => row.Run, row => row.Offset))
            {
                var published = await _lines.RunAsync(dataset.Name, run.Key, snapshot, cancellationToken);
                var file = await _lines.FileAsync(published, cancellationToken);
                var reader = new SlowReader(file, hashKey);
                var units = await _lines.BytesAsync(file, run, cancellationToken);
                parts.Add(
                    await WriteAsync(
                        file.Contract.StoredColumns, run.Select(offset => reader.Read(offset, units[offset].Bytes)), cancellationToken));
            }

            sources[dataset.Name] = sources[dataset.Name] with { Parts = parts };
        }

        return (sources, lines);
    }

    async Task<Relation> CopyAsync(Relation model, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", model.Columns.Select(column => SqlName.Quote(column.Name)));
        var sql = string.Create(
            CultureInfo.InvariantCulture, $"SELECT {columns} FROM {SqlName.Quote(model.Name)} LIMIT {MostRows + 1}");
        var found = await engine.QueryAsync(new(sql, [model], []), cancellationToken);
        if (found.Rows.Count > MostRows)
            throw TooMany(model.Name);
        return model with { Parts = [await WriteAsync(model.Columns, found.Rows, cancellationToken)] };
    }

    async Task<Relation> BuildAsync(SqlModel model, SqlScope scope, CancellationToken cancellationToken)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"proof/{_written++}/");
        if (model.Estimator is not null)
        {
            var estimated = await new EstimatedModel(bench, writer, scratch).WriteAsync(model, scope, place, cancellationToken);
            return new(model.Name, model.Columns, estimated.Parts);
        }

        var built = await bench.MaterializeAsync(scope.Render(model.Sql), model.Columns, place, [], cancellationToken);
        return new(model.Name, model.Columns, built.Parts);
    }

    /// <summary>Columns that depend on more rows can be taken as they are: each row can be told from the others.</summary>
    static bool CanGive(SqlModel model) => model.Whole.Count > 0 && GrainOf(model).All(model.HasColumn);

    static string[] GrainOf(SqlModel model) => model.Grain.Split(", ");

    /// <summary>The built rows, with the columns that depend on more rows as they are in the snapshot.</summary>
    async Task<Relation> WithGivenAsync(
        SqlModel model, ReadInput input, Relation built, RowSearch search, CancellationToken cancellationToken)
    {
        var columns = model.Columns.Where(column => model.Whole.Contains(column.Name) || GrainOf(model).Contains(column.Name)).ToList();
        var given = await GivenAsync(input, columns, search, cancellationToken) with { Name = "given" };
        var select = model.Columns.Select(
            column => $"{(model.Whole.Contains(column.Name) ? "given" : "built")}.{SqlName.Quote(column.Name)}");
        var on = GrainOf(model).Select(SqlName.Quote).Select(name => $"given.{name} IS NOT DISTINCT FROM built.{name}");
        var both = await bench.MaterializeAsync(
            new(
                $"SELECT {string.Join(", ", select)} FROM {SqlName.Quote(model.Name)} AS built "
                    + $"LEFT JOIN given ON {string.Join(" AND ", on)}",
                [built, given], []),
            model.Columns, string.Create(CultureInfo.InvariantCulture, $"proof/{_written++}/"), [], cancellationToken);
        return new(model.Name, model.Columns, both.Parts);
    }

    /// <summary>Columns of the found rows, as they are in the snapshot.</summary>
    async Task<Relation> GivenAsync(
        ReadInput input, IReadOnlyList<TableColumn> columns, RowSearch search, CancellationToken cancellationToken)
    {
        var rows = search.Sql.InMemory(input.Name) is { } found && columns.All(column => found.Has(column.Name))
            ? [.. found.Rows.Select(row => columns.Select(column => row[found.PlaceOf(column.Name)]).ToArray())]
            : (await engine.QueryAsync(
                search.Sql.Over(
                    input,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"SELECT {RowSearch.Names(columns)} FROM {ExplainSql.Found(input.Name)} LIMIT {MostRows + 1}")),
                cancellationToken)).Rows;
        return rows.Count > MostRows
            ? throw TooMany(input.Name)
            : new(input.Name, columns, [await WriteAsync(columns, rows, cancellationToken)]);
    }

    async Task<string> WriteAsync(IReadOnlyList<TableColumn> columns, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"proof/{_written++}/rows{writer.Extension}");
        await using var upload = await scratch.CreateAsync(key, WriteCondition.None, cancellationToken);
        var part = writer.Begin(upload.Body, columns);
        using var batch = new ColumnBatch(columns);
        foreach (var row in rows)
            batch.Append(row);
        await part.WriteAsync(batch, cancellationToken);
        await part.CompleteAsync(cancellationToken);
        await upload.CommitAsync(cancellationToken);
        return key;
    }

    static string Listed(ReportDefinition report) => string.Join(", ", report.Whole);

    static TerminalException TooMany(string name) => new(
        ProblemCode.BadRequest,
        string.Create(CultureInfo.InvariantCulture, $"The figure cannot be proved: it has more than {MostRows} rows of {name}."));
}
