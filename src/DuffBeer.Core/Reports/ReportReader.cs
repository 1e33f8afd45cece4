using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Answers reports from one snapshot: a swap meanwhile does not touch what a request reads.</summary>
public sealed class ReportReader(IQueryEngine engine, ModelDefinitions definitions)
{
    public async Task<ReportResult> ReadAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var scope = definitions.Scope(engine.Dialect, snapshot.ToRelations(), new Dictionary<string, Relation>(), snapshot.Settings);
        return ReportResult.Of(request, snapshot, await engine.QueryAsync(ReportQuery.Render(request, scope), cancellationToken));
    }
}
