using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Pages of runs. Each reads only its own runs, and a bounded number that the filter skips on the way.</summary>
static class RunPages
{
    /// <summary>Runs that one page skips at most: only a filter by text, and runs of earlier versions, skip many.</summary>
    const int MostSkipped = 1_000;

    const int ReadsAtATime = 16;

    public static async Task<RunPage> ReadAsync(RunRecords runs, RunQuery query, CancellationToken cancellationToken)
    {
        var (page, skipped) = (new List<RunRecord>(), 0);
        var oldest = query.Since is { } since ? LakeKeys.RunPlace(since, "") : "";
        await using var listed = runs.Index.ListAsync(query, cancellationToken)
            .TakeWhile(run => string.CompareOrdinal(run.Place, oldest) >= 0)
            .GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            // One more than the page holds: it tells whether another page follows.
            var wanted = Math.Min(ReadsAtATime - 1, query.Limit - page.Count) + 1;
            var entries = new List<ListedRun>();
            while (entries.Count < wanted && await listed.MoveNextAsync())
                entries.Add(listed.Current);
            var records = await Task.WhenAll(entries.Select(entry => runs.FindAsync(entry.Run, cancellationToken)));
            foreach (var (entry, record) in entries.Zip(records))
            {
                // An entry without a record is left by an interrupted start; the next start made its own entry.
                if (record is null || !entry.IsOf(record) || !query.Wants(record))
                    skipped++;
                else if (page.Count == query.Limit)
                    return new(page, LakeKeys.RunPlace(page[^1].Created, page[^1].Id));
                else
                    page.Add(record);
            }

            if (entries.Count < wanted)
                return new(page, null);
            if (skipped >= MostSkipped)
                return new(page, entries[^1].Place);
        }
    }
}
