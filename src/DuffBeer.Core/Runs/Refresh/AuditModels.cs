using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Runs the audits of newly built models: each selects rows that violate it.</summary>
/// <remarks>One statement asks all audits of a model; only a failed one is asked again for its rows.</remarks>
public sealed class AuditModels(
    RefreshScope refresh,
    IQueryEngine engine,
    ModelDefinitions definitions,
    Cores cores) : IActivity<RefreshModels.ModelsInput, RefreshModels.Audited>
{
    const int RowsShown = 3;
    const int WarningsShown = 20;

    public async Task<RefreshModels.Audited> RunAsync(RefreshModels.ModelsInput input, CancellationToken cancellationToken)
    {
        var plan = await refresh.PlanAsync(input.Snapshot, cancellationToken);
        var warnings = await Task.WhenAll(input.Models.Select(model => AuditAsync(model, plan, cancellationToken)));
        return new([.. warnings.SelectMany(found => found)]);
    }

    async Task<IReadOnlyList<string>> AuditAsync(string model, RefreshPlan plan, CancellationToken cancellationToken)
    {
        var audits = definitions.Audits.Where(audit => audit.Model == model).ToList();
        if (audits.Count == 0)
            return [];
        var scope = await refresh.OfAsync(plan, engine.Dialect, [.. audits.Select(audit => audit.Sql)], cancellationToken);
        using var core = await cores.TakeAsync(cancellationToken);
        var strict = audits.Where(audit => !audit.IsWarning).ToList();
        if (strict.Count <= 1 || !await PassAsync(strict, scope, cancellationToken))
            await RequireAsync(strict, scope, cancellationToken);

        var warnings = new List<string>();
        foreach (var audit in audits.Where(audit => audit.IsWarning))
        {
            var found = await engine.QueryAsync(audit.Render(scope, WarningsShown), cancellationToken);
            warnings.AddRange(Rows(found).Select(row => $"{audit.Description} {row}."));
        }

        return warnings;
    }

    async Task RequireAsync(IReadOnlyList<Audit> audits, SqlScope scope, CancellationToken cancellationToken)
    {
        foreach (var audit in audits)
        {
            var offending = await engine.QueryAsync(audit.Render(scope, RowsShown), cancellationToken);
            if (offending.Rows.Count > 0)
                throw new TerminalException(ProblemCode.AuditFailed, Describe(audit, offending));
        }
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

    static string Describe(Audit audit, QueryResult offending) =>
        $"{audit.File}: the audit {audit.Name} ({audit.Description}) found rows that must not exist: "
            + $"{string.Join("; ", Rows(offending))}. The previous snapshot stays in place.";

    static IEnumerable<string> Rows(QueryResult found) =>
        found.Rows.Select(row => string.Join(", ", found.Columns.Zip(row, (column, value) =>
            string.Create(CultureInfo.InvariantCulture, $"{column.Name} = {Shown(value)}"))));

    static object Shown(object? value) => value switch
    {
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        // A message is one line, whatever a cell has.
        string text => text.ReplaceLineEndings("\\n"),
        _ => value ?? "null",
    };
}
