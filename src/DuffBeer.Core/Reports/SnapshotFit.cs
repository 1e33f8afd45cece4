using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Whether a snapshot has what a report reads: after an upgrade or a rollback it may come from other definitions.</summary>
sealed class SnapshotFit(IQueryEngine engine, ModelGraph graph)
{
    /// <exception cref="TerminalException"><c>Conflict</c>: the snapshot lacks a model.</exception>
    public static void Require(ReportDefinition report, Snapshot snapshot)
    {
        if (report.Sql.Refs.FirstOrDefault(model => !snapshot.Models.ContainsKey(model)) is { } missing)
            throw Unfit(report, snapshot, $"it has no model {missing}");
    }

    public async Task<QueryResult> QueryAsync(
        Statement statement, ReportDefinition report, Snapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.QueryAsync(statement, cancellationToken);
        }
        catch (TerminalException failure) when (Difference(failure, report, snapshot) is { } difference)
        {
            throw Unfit(report, snapshot, difference, failure);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<object?[]>> StreamAsync(
        Statement statement, ReportDefinition report, Snapshot snapshot, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var batches = engine.StreamAsync(statement, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await batches.MoveNextAsync())
                    yield break;
            }
            catch (TerminalException failure) when (Difference(failure, report, snapshot) is { } difference)
            {
                throw Unfit(report, snapshot, difference, failure);
            }

            yield return batches.Current;
        }
    }

    /// <summary>What the snapshot's models lack, where that can have made the engine refuse the SELECT; null otherwise.</summary>
    string? Difference(TerminalException failure, ReportDefinition report, Snapshot snapshot) => failure.Code != ProblemCode.ModelFailed
        ? null
        : (
            from name in report.Sql.Refs
            let model = graph[name]
            where model is not null
            from column in model.Columns
            let built = snapshot.Models[name].Columns.FirstOrDefault(other => other.Name == column.Name)
            where built?.Type != column.Type.ToString()
            select built is null
                ? $"its model {name} has no column {column.Name}"
                : $"the column {column.Name} of its model {name} is {built.Type}, not {column.Type}").FirstOrDefault();

    static TerminalException Unfit(ReportDefinition report, Snapshot snapshot, string difference, Exception? inner = null) => new(
        ProblemCode.Conflict,
        $"The report {report.Name} does not fit the snapshot {snapshot.Id}, which was built with other definitions: {difference}. "
            + "'duffbeer refresh' builds a snapshot that fits.",
        inner);
}
