using System.Globalization;
using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Rejects;

/// <summary>Reads rejected rows back from their parts.</summary>
public sealed class RejectRows(IObjectStore lake, RunRecords runs, IQueryEngine engine)
{
    const int RowsAtATime = 10_000;

    /// <summary>All rejected rows of a run in file order; <c>NotFound</c> if there is no such run.</summary>
    public async IAsyncEnumerable<RejectRow> AllAsync(string run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = 0;
        while (after is { } last)
        {
            var page = await PageAsync(run, last, RowsAtATime, cancellationToken);
            foreach (var row in page.Rows)
                yield return row;
            after = page.Next;
        }
    }

    /// <param name="after">Only rows with a greater row number; 0 for the first page.</param>
    public async Task<RejectPage> PageAsync(string run, long after, int limit, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(run, cancellationToken);
        var parts = (await runs.ResultAsync(run, record.Attempt, cancellationToken))?.Rejects ?? [];
        var rows = new List<RejectRow>();
        foreach (var (index, part) in parts.Index())
        {
            // Row numbers ascend from part to part; a part that ends before the page is not opened.
            if (index + 1 < parts.Count && parts[index + 1].RowsBefore <= after)
                continue;
            rows.AddRange(await ReadAsync(part, after, limit + 1 - rows.Count, cancellationToken));
            if (rows.Count > limit)
                return new([.. rows.Take(limit)], rows[limit - 1].RowNumber);
        }

        return new(rows, null);
    }

    /// <summary>The inspected properties of the source; null if the attempt never got that far.</summary>
    public async Task<FilePlan?> PlanAsync(string run, CancellationToken cancellationToken)
    {
        var record = await runs.GetAsync(run, cancellationToken);
        return (await lake.ReadAsync(LakeKeys.Plan(run, record.Attempt), RunJson.Default.FilePlan, cancellationToken))?.Value;
    }

    async Task<IEnumerable<RejectRow>> ReadAsync(RejectsPart part, long after, int limit, CancellationToken cancellationToken)
    {
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT "code", "row", "byte", "column", "value", "message", "raw"
            FROM "rejects" WHERE "row" > CAST(? AS bigint) ORDER BY "row" LIMIT {limit}
            """);
        var result = await engine.QueryAsync(
            new(sql, [new("rejects", RejectColumns.All, [part.Key])], [new(LogicalType.Int64, after - part.RowsBefore)]),
            cancellationToken);
        return result.Rows.Select(row => Of(row, part.RowsBefore));
    }

    /// <summary>Converts row numbers from chunk-relative to file-relative.</summary>
    static RejectRow Of(object?[] row, long rowsBefore) => new(
        Enum.Parse<RejectCode>((string)row[0]!),
        rowsBefore + Convert.ToInt64(row[1], CultureInfo.InvariantCulture),
        Convert.ToInt64(row[2], CultureInfo.InvariantCulture),
        (string?)row[3], (string?)row[4], (string)row[5]!, (string)row[6]!);
}
