using System.Runtime.CompilerServices;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Reads reports from one snapshot, so that a concurrent swap does not affect a request.</summary>
public sealed class ReportReader(IQueryEngine engine, ModelDefinitions definitions)
{
    /// <summary>Cache by snapshot: a server reads many reports from one.</summary>
    readonly ConditionalWeakTable<Snapshot, IReadOnlyDictionary<string, Relation>> _relations = [];

    /// <summary>One page; without rows, with the reason.</summary>
    public async Task<ReportResult> ReadAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var page = await PageAsync(request, snapshot, cancellationToken);
        return page.Rows.Count > 0
            ? page
            : page with { Notes = await EmptyReport.NotesAsync(request, other => PageAsync(other, snapshot, cancellationToken)) };
    }

    /// <summary>All rows of the request in batches, from one execution of its SELECT.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        ReportRequest request, Snapshot snapshot, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = request.Limit ?? long.MaxValue;
        await foreach (var batch in engine.StreamAsync(Render(request, snapshot), cancellationToken))
        {
            yield return batch.Count <= left ? batch : [.. batch.Take((int)left)];
            left -= batch.Count;
            if (left <= 0)
                break;
        }
    }

    async Task<ReportResult> PageAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken) =>
        ReportResult.Of(
            request with { Report = request.Report.Described(definitions.Settings.Values(snapshot.Settings)) },
            snapshot,
            await engine.QueryAsync(Render(request, snapshot), cancellationToken));

    Statement Render(ReportRequest request, Snapshot snapshot)
    {
        var relations = _relations.GetValue(snapshot, shown => shown.ToRelations());
        return ReportQuery.Render(
            request, definitions.Scope(engine.Dialect, relations, new Dictionary<string, Relation>(), snapshot.Settings));
    }
}
