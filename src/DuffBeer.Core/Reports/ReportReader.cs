using System.Runtime.CompilerServices;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Answers reports from one snapshot: a swap meanwhile does not touch what a request reads.</summary>
public sealed class ReportReader(IQueryEngine engine, ModelDefinitions definitions)
{
    /// <summary>Of each snapshot that is about: a server reads many reports from one.</summary>
    readonly ConditionalWeakTable<Snapshot, IReadOnlyDictionary<string, Relation>> _relations = [];

    public async Task<ReportResult> ReadAsync(ReportRequest request, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var scope = definitions.Scope(engine.Dialect, _relations.GetValue(snapshot, shown => shown.ToRelations()), new Dictionary<string, Relation>(), snapshot.Settings);
        return ReportResult.Of(request, snapshot, await engine.QueryAsync(ReportQuery.Render(request, scope), cancellationToken));
    }
}
