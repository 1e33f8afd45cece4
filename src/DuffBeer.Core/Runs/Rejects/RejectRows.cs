using System.Globalization;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>Reads rejected rows back from their parts.</summary>
public sealed class RejectRows(IObjectStore lake, RunRecords runs, IQueryEngine engine)
{
    const int RowsAtATime = 10_000;

    /// <summary>What parts of earlier versions call <c>row_in_chunk</c>.</summary>
    static readonly TableColumn s_earlierName = new("row", LogicalType.Int64);

    /// <summary>All rejected rows of a run in file order; <c>NotFound</c> if there is no such run.</summary>
    public async IAsyncEnumerable<RejectRow> AllAsync(
        string run, RejectFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = 0;
        while (after is { } last)
        {
            var page = await PageAsync(run, filter, last, RowsAtATime, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            after = page.Next;
        }
    }

    /// <remarks>Of a run under way: the rows of its chunks so far, up to the first that is not done.</remarks>
    /// <param name="after">Only rows with a greater row number; 0 for the first page.</param>
    /// <exception cref="TerminalException"><c>LedgerMismatch</c>: fewer rows were found than the run's ledger counts.</exception>
    public async Task<RejectPage> PageAsync(
        string run, RejectFilter? filter, long after, int limit, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(run, cancellationToken);
        var result = await runs.ResultAsync(run, record.Attempt, cancellationToken);
        var parts = result?.Rejects ?? await SoFarAsync(record, cancellationToken);
        Check(run, result is null ? record.Ledger?.Rejected ?? 0 : result.Ledger.Rejected, parts.Sum(part => part.Rows), "in its result");
        var rows = new List<RejectRow>();
        foreach (var (index, part) in parts.Index())
        {
            // Row numbers ascend from part to part; a part that ends before the page is not opened.
            if (index + 1 < parts.Count && parts[index + 1].RowsBefore <= after)
                continue;
            var most = limit + 1 - rows.Count;
            var read = await ReadAsync(run, part, filter, after, most, cancellationToken);
            // Where a page begins inside a part, how many of its rows are left is not known.
            if (filter is null && after <= part.RowsBefore)
                Check(run, Math.Min(part.Rows, most), read.Count, $"for the query engine in {part.Key}");
            rows.AddRange(read);
            if (rows.Count > limit)
                return new([.. rows.Take(limit)], rows[limit - 1].RowNumber);
        }

        return new(rows, null);
    }

    /// <summary>The inspected properties of the source; null if the attempt never got that far.</summary>
    public async Task<FilePlan?> PlanAsync(string run, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(run, cancellationToken);
        return await runs.PlanAsync(run, record.Attempt, cancellationToken);
    }

    /// <summary>The rejects of an attempt that is not judged yet. Behind a chunk that is not done, row numbers are unknown.</summary>
    async Task<IReadOnlyList<RejectsPart>> SoFarAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var plan = run.Status is RunStatus.Running or RunStatus.Suspended
            ? (await lake.ReadAsync(LakeKeys.Plan(run.Id, run.Attempt), RunJson.Default.FilePlan, cancellationToken))?.Value
            : null;
        if (plan is null)
            return [];
        var (parts, at, rows) = (new List<RejectsPart>(), plan.DataStart, 0L);
        await foreach (var stat in lake.ListAsync(LakeKeys.Chunks(run.Id, run.Attempt), cancellationToken))
        {
            var chunk = (await lake.ReadAsync(stat.Key, RunJson.Default.ChunkManifest, cancellationToken))?.Value;
            if (chunk is null || chunk.First > at)
                break;
            // A wrong guess: another manifest of the chunk begins at its true border.
            if (chunk.First < at)
                continue;
            if (chunk.Rejects is { } rejects)
                parts.Add(new(rejects.Key, rejects.Rows, rows));
            (at, rows) = (chunk.Next, rows + chunk.Ledger.RowsRead);
        }

        return parts;
    }

    static void Check(string run, long counted, long found, string where)
    {
        if (found < counted)
            throw new TerminalException(
                ProblemCode.LedgerMismatch,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"By its ledger {run} has at least {counted} rejected rows, but {where} there are {found}."));
    }

    async Task<IReadOnlyList<RejectRow>> ReadAsync(
        string run, RejectsPart part, RejectFilter? filter, long after, int limit, CancellationToken cancellationToken)
    {
        List<SqlValue> values = [new(LogicalType.Int64, after - part.RowsBefore)];
        var also = "";
        if (part.IsShared)
        {
            also += " AND \"_run\" = ?";
            values.Add(new(LogicalType.String, run));
        }

        if (filter?.Reason is { } reason)
        {
            also += " AND \"code\" = ?";
            values.Add(new(LogicalType.String, reason.ToString()));
        }

        if (filter?.Column is { } column)
        {
            also += " AND \"column\" = ?";
            values.Add(new(LogicalType.String, column));
        }

        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT "code", "row_in_chunk", "byte", "column", "value", "message", "raw"
            FROM (
                SELECT
                    "code", COALESCE("row_in_chunk", "row") AS "row_in_chunk", "byte", "column", "value", "message", "raw", "_run"
                FROM "rejects"
            ) AS numbered
            WHERE "row_in_chunk" > CAST(? AS bigint){also}
            ORDER BY "row_in_chunk" LIMIT {limit}
            """);
        var result = await engine.QueryAsync(
            new(sql, [new("rejects", [.. RejectColumns.All, s_earlierName], [part.Key])], values), cancellationToken);
        return [.. result.Rows.Select(row => Of(row, part.RowsBefore))];
    }

    /// <summary>Converts row numbers from chunk-relative to file-relative.</summary>
    static RejectRow Of(object?[] row, long rowsBefore) => new(
        Enum.Parse<RejectCode>((string)row[0]!),
        rowsBefore + Convert.ToInt64(row[1], CultureInfo.InvariantCulture),
        Convert.ToInt64(row[2], CultureInfo.InvariantCulture),
        (string?)row[3], (string?)row[4], (string)row[5]!, (string)row[6]!);
}
