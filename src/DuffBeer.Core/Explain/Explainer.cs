using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Explain;

/// <summary>Finds what a row of a report is made of: the rows of each model below it, down to the lines of the files.</summary>
/// <remarks>Keep one instance: it remembers line counts of files.</remarks>
public sealed class Explainer(
    Stores stores, RunRecords runs, IQueryEngine engine, ModelDefinitions definitions, DatasetCatalog datasets)
{
    /// <summary>Rows of a model that an answer shows.</summary>
    const int ShownRows = 20;

    /// <summary>Models with more rows are large: of most of their found rows only the keys are read. Default: 500,000.</summary>
    public long LargeModel { get; init; } = 500_000;

    readonly SourceLines _lines = new(stores, runs, datasets);
    readonly PublishedRuns _published = new(stores.Lake);

    /// <exception cref="TerminalException">
    /// <c>NotFound</c>: no such row, or no explanation of the report. <c>BadRequest</c>: a column, value or token is wrong.
    /// </exception>
    public async Task<Explanation> ExplainAsync(WhyRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var scope = await ScopeAsync(snapshot, cancellationToken);
        var (search, row) = await FindAsync(request, snapshot, scope, cancellationToken);
        var (plan, counts) = (search.Plan, search.Counts);
        // Side by side, because none of these statements needs what another one finds.
        var firsts = plan.Inputs.Select(input => FirstAsync(search, input, cancellationToken)).ToList();
        var page = _lines.PageAsync(request, plan, new(engine, search), snapshot, cancellationToken);
        await Task.WhenAll([.. firsts, page]);
        var levels = plan.Inputs.Zip(firsts, (input, first) =>
            new WhyLevel(input.Name, input.IsDataset, input.Level, counts[input.Name], search.Sql.RelationOf(input).Columns, first.Result)
            {
                WholeColumns = definitions.Graph[input.Name]?.Whole ?? [],
            });
        var (lines, next) = page.Result;
        var total = plan.Datasets.Sum(dataset => counts[dataset.Name]);
        return new(request, snapshot, row, [.. levels], plan.Whole, lines, total, next);
    }

    static async Task<IReadOnlyList<object?[]>> FirstAsync(RowSearch search, ReadInput input, CancellationToken cancellationToken) =>
        input.IsDataset ? [] : await search.FirstAsync(input, ShownRows, cancellationToken);

    /// <summary>The rows of every input below the report's row, and that row.</summary>
    internal async Task<(RowSearch Search, IReadOnlyList<object?> Row)> FindAsync(
        WhyRequest request, Snapshot snapshot, SqlScope scope, CancellationToken cancellationToken)
    {
        var report = request.Report.Report;
        if (request.Column is { } column && report.Columns.All(known => known.Name != column))
            throw Unknown(report, column);
        if (report.From is null)
            throw ExplainPlan.Missing(report);
        var row = await RowAsync(request, scope, cancellationToken);
        var values = report.Columns.Zip(row).ToDictionary(
            pair => pair.First.Name, pair => new SqlValue(pair.First.Type, pair.Second));
        var plan = ExplainPlan.Of(request.Report, values, request.Column, definitions.Graph);
        var search = new RowSearch(engine, plan, new(plan, request.Report, values, scope), scope, definitions.Graph, snapshot, LargeModel);
        await search.FindAsync(cancellationToken);
        return (search, row);
    }

    /// <summary>The report's SELECT, restricted to the named row.</summary>
    internal static Statement RowOf(WhyRequest request, SqlScope scope)
    {
        var report = request.Report.Report;
        var whole = request.Report with { Limit = null, Next = null, Chosen = null, IsFilled = false, Sort = report.Order };
        var rows = ReportQuery.Render(whole, scope);
        var conditions = request.Row.Select(key =>
        {
            var column = report.Columns.FirstOrDefault(known => known.Name == key.Key) ?? throw Unknown(report, key.Key);
            if (key.Value.Length == 0)
                return $"{SqlName.Quote(column.Name)} IS NULL";
            var value = TypedText.Read(column.Type, key.Value, out var expected)
                ?? throw new TerminalException(ProblemCode.BadRequest, $"{column.Name} must be {expected}, not '{key.Value}'.");
            return $"{SqlName.Quote(column.Name)} = {scope.Dialect.Literal(value)}";
        }).ToList();
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions)}";
        return rows with { Sql = $"SELECT * FROM (\n{rows.Sql}\n) AS answered{where} LIMIT 2", FirstLine = rows.FirstLine - 1 };
    }

    /// <summary>The models of a snapshot, and the rows of the datasets that it was built from.</summary>
    internal async Task<SqlScope> ScopeAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, Relation>();
        foreach (var (dataset, version) in snapshot.Datasets)
            rows[dataset] = await _published.RelationAsync(definitions.Contracts[dataset], version, cancellationToken);
        return definitions.Scope(engine.Dialect, snapshot.ToRelations(), rows, snapshot.Settings);
    }

    async Task<IReadOnlyList<object?>> RowAsync(WhyRequest request, SqlScope scope, CancellationToken cancellationToken)
    {
        var report = request.Report.Report;
        var found = await engine.QueryAsync(RowOf(request, scope), cancellationToken);
        if (found.Rows is [var only])
            return only;
        var named = request.Row.Count == 0 ? "" : $" with {string.Join(", ", request.Row.Select(key => $"{key.Key} = {key.Value}"))}";
        throw found.Rows.Count == 0
            ? new TerminalException(ProblemCode.NotFound, $"{report.Name} has no row{named} for these parameters.")
            : new TerminalException(
                ProblemCode.BadRequest,
                $"{report.Name} has several rows{named}. Name one of them by {string.Join(", ", Identifying(report))}.");
    }

    static IEnumerable<string> Identifying(ReportDefinition report) =>
        (report.WhyBy ?? []).Concat(report.Order.Select(key => key.Column)).Distinct();

    static TerminalException Unknown(ReportDefinition report, string column)
    {
        var known = report.Columns.Select(other => other.Name).ToList();
        return new(
            ProblemCode.BadRequest,
            $"{report.Name} has no column '{column}'.{LikelyName.Hint(column, known)} Columns are {string.Join(", ", known)}.");
    }
}
