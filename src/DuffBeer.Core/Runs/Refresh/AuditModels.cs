using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Runs the audits of newly built models: each selects rows that violate it. Returns how many audits passed.</summary>
/// <remarks>One statement asks all audits of a model; only a failed one is asked again for its rows.</remarks>
public sealed class AuditModels(
    RefreshScope refresh,
    IQueryEngine engine,
    ModelDefinitions definitions,
    Cores cores) : IActivity<RefreshModels.ModelsInput, int>
{
    const int RowsShown = 3;

    public async Task<int> RunAsync(RefreshModels.ModelsInput input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var passed = await Task.WhenAll(input.Models.Select(model => AuditAsync(model, plan, cancellationToken)));
        return passed.Sum();
    }

    async Task<int> AuditAsync(string model, RefreshPlan plan, CancellationToken cancellationToken)
    {
        var audits = definitions.Audits.Where(audit => audit.Model == model).ToList();
        if (audits.Count == 0)
            return 0;
        var scope = await refresh.OfAsync(plan, engine.Dialect, audits.SelectMany(audit => audit.Sql.Refs), cancellationToken);
        using var core = await cores.TakeAsync(cancellationToken);
        if (audits.Count > 1 && await PassAsync(audits, scope, cancellationToken))
            return audits.Count;

        foreach (var audit in audits)
        {
            var offending = await engine.QueryAsync(audit.Render(scope, RowsShown), cancellationToken);
            if (offending.Rows.Count > 0)
                throw new TerminalException(ProblemCode.AuditFailed, Describe(audit, offending));
        }

        return audits.Count;
    }

    /// <summary>Also false if the engine refuses the statement: an audit that is asked alone tells its file and line.</summary>
    async Task<bool> PassAsync(IReadOnlyList<Audit> audits, SqlScope scope, CancellationToken cancellationToken)
    {
        try
        {
            return (await engine.QueryAsync(Audit.AnyFailed(audits, scope), cancellationToken)).Rows.Count == 0;
        }
        catch (TerminalException)
        {
            return false;
        }
    }

    static string Describe(Audit audit, QueryResult offending)
    {
        var rows = offending.Rows.Select(row => string.Join(", ", offending.Columns.Zip(row, (column, value) =>
            string.Create(CultureInfo.InvariantCulture, $"{column.Name} = {value ?? "null"}"))));
        return $"{audit.File}: the audit {audit.Name} ({audit.Description}) found rows that must not exist: {string.Join("; ", rows)}. "
            + "The previous snapshot stays in place.";
    }
}
