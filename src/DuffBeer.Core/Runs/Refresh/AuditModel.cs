using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Runs the audits of a newly built model: each selects rows that violate it. Returns how many audits passed.</summary>
public sealed class AuditModel(
    RefreshScope refresh,
    IQueryEngine engine,
    ModelDefinitions definitions,
    Cores cores) : IActivity<RefreshModels.ModelInput, int>
{
    const int RowsShown = 3;

    public async Task<int> RunAsync(RefreshModels.ModelInput input, CancellationToken cancellationToken)
    {
        var audits = definitions.Audits.Where(audit => audit.Model == input.Model).ToList();
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var scope = await refresh.OfAsync(plan, engine.Dialect, audits.SelectMany(audit => audit.Sql.Refs), cancellationToken);
        using var core = await cores.TakeAsync(cancellationToken);
        foreach (var audit in audits)
        {
            var offending = await engine.QueryAsync(audit.Render(scope, RowsShown), cancellationToken);
            if (offending.Rows.Count > 0)
                throw new TerminalException(ProblemCode.AuditFailed, Describe(audit, offending));
        }

        return audits.Count;
    }

    static string Describe(Audit audit, QueryResult offending)
    {
        var rows = offending.Rows.Select(row => string.Join(", ", offending.Columns.Zip(row, (column, value) =>
            string.Create(CultureInfo.InvariantCulture, $"{column.Name} = {value ?? "null"}"))));
        return $"{audit.File}: the audit {audit.Name} ({audit.Description}) found rows that must not exist: {string.Join("; ", rows)}. "
            + "The previous snapshot stays in place.";
    }
}
