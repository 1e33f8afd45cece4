using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Reads reports from one snapshot, so that a concurrent swap does not affect a request.</summary>
public sealed class ReportReader(IQueryEngine engine, ModelDefinitions definitions)
{
    /// <summary>Cache by snapshot: a server reads many reports from one.</summary>
    readonly ConditionalWeakTable<Snapshot, IReadOnlyDictionary<string, Relation>> _relations = [];

    /// <summary>One page and the number of all rows; without rows, with the reason.</summary>
    public async Task<ReportResult> ReadAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var page = await PageAsync(request, snapshot, cancellationToken);
        if (page.TotalRows is null)
            page = page.WithTotal(await CountAsync(request, snapshot, cancellationToken));
        return page.Rows.Count > 0
            ? page
            : page with { Notes = await EmptyReport.NotesAsync(request, other => PageAsync(other, snapshot, cancellationToken)) };
    }

    /// <summary>All rows of the request in batches, from one execution of its SELECT.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        ReportRequest request, Snapshot snapshot, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.IsFilled)
        {
            var filled = await FilledAsync(request, snapshot, cancellationToken);
            yield return [.. filled.Skip((int)request.Offset).Take(request.Limit ?? filled.Count)];
            yield break;
        }

        var left = request.Limit ?? long.MaxValue;
        await foreach (var batch in engine.StreamAsync(Render(request, snapshot), cancellationToken))
        {
            yield return batch.Count <= left ? batch : [.. batch.Take((int)left)];
            left -= batch.Count;
            if (left <= 0)
                break;
        }
    }

    async Task<ReportResult> PageAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var described = request with { Report = request.Report.Described(definitions.Settings.Values(snapshot.Settings)) };
        if (!request.IsFilled)
            return ReportResult.Of(described, snapshot, await engine.QueryAsync(Render(request, snapshot), cancellationToken));
        var filled = await FilledAsync(request, snapshot, cancellationToken);
        return ReportResult.Of(described, snapshot, new([], [.. filled.Skip((int)request.Offset)])).WithTotal(filled.Count);
    }

    /// <summary>All rows of the request: a page or some columns of them would not show the holes.</summary>
    async Task<IReadOnlyList<object?[]>> FilledAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var whole = request with { Limit = ReportDefinition.MostRows, Next = null, Chosen = null };
        var result = await engine.QueryAsync(Render(whole, snapshot), cancellationToken);
        if (result.Rows.Count > ReportDefinition.MostRows)
            throw ReportFill.TooManyRows(request);
        var filled = ReportFill.Rows(request, snapshot.AsOfDate(request.Report.Domain), result.Rows);
        if (request.Chosen is null)
            return filled;
        var all = request.Report.Columns.ToList();
        int[] chosen = [.. request.Columns.Select(column => all.IndexOf(column))];
        return [.. filled.Select(row => Array.ConvertAll(chosen, index => row[index]))];
    }

    /// <summary>Only a first page of several needs it: counting with each page would make engines hold all rows for one number.</summary>
    async Task<long> CountAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken) =>
        await engine.QueryAsync(ReportQuery.RenderCount(request, ScopeOf(request, snapshot)), cancellationToken) is { Rows: [[long total]] }
            ? total
            : 0;

    Statement Render(ReportRequest request, Snapshot snapshot) => ReportQuery.Render(request, ScopeOf(request, snapshot));

    /// <exception cref="TerminalException">Conflict: other definitions, such as those before an upgrade, built the snapshot.</exception>
    SqlScope ScopeOf(ReportRequest request, Snapshot snapshot)
    {
        if (request.Report.Sql.Refs.FirstOrDefault(model => !snapshot.Models.ContainsKey(model)) is { } missing)
        {
            throw new TerminalException(
                ProblemCode.Conflict,
                $"The snapshot {snapshot.Id} has no model {missing}: other definitions built it. The next refresh builds the model; "
                    + "'duffbeer refresh' and POST /api/refresh start one.");
        }

        return definitions.Scope(
            engine.Dialect,
            _relations.GetValue(snapshot, shown => shown.ToRelations()),
            new Dictionary<string, Relation>(),
            snapshot.Settings);
    }
}
