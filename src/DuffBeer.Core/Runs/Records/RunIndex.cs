using System.Runtime.CompilerServices;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>A run in a list by time.</summary>
/// <param name="Place">See <see cref="LakeKeys.RunPlace"/>.</param>
/// <param name="Mark">Its key in the list by state; null in the list of all runs.</param>
readonly record struct ListedRun(string Place, string? Mark = null)
{
    public string Run => LakeKeys.RunOf(Place);

    /// <summary>Whether the entry is that of the record: an interrupted change leaves entries that are not.</summary>
    public bool IsOf(RunRecord run) =>
        LakeKeys.RunPlace(run.Created, run.Id) == Place && (Mark is null || Mark == RunIndex.KeyOf(run));
}

/// <summary>Lists runs by time, and by dataset and state, without reading records.</summary>
/// <remarks>
/// Each run has a mark, an empty object whose key names its dataset, state and time. The mark of a run's next state is written before its
/// record, and that of the replaced one is deleted afterwards. No two changes of a run make the same mark. So a run's true mark always
/// exists, and readers pass over others.
/// </remarks>
public sealed class RunIndex(IObjectStore lake)
{
    const int MarksAtATime = 16;

    /// <summary>Runs of earlier versions that are marked before the progress is stored.</summary>
    const int RunsAtATime = 1_000;

    volatile bool _isComplete;

    public Task MarkAsync(RunRecord run, CancellationToken cancellationToken) => MarkAllAsync([run], cancellationToken);

    public Task MarkAllAsync(IEnumerable<RunRecord> runs, CancellationToken cancellationToken) =>
        lake.WriteAllAsync([.. runs.Select(run => ObjectWrite.OfKey(KeyOf(run)))], cancellationToken);

    public Task UnmarkAsync(RunRecord run, CancellationToken cancellationToken) => lake.DeleteAsync(KeyOf(run), cancellationToken);

    /// <summary>Entries that may be of runs that the query wants, newest first.</summary>
    internal async IAsyncEnumerable<ListedRun> ListAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = query.Next;
        if (query.Status is not null || query.Dataset is not null)
        {
            var oldest = await OldestAsync(cancellationToken);
            var marked = oldest is null ? AsyncEnumerable.Empty<ListedRun>() : MarkedAsync(query, cancellationToken);
            await foreach (var run in marked.TakeWhile(run => string.CompareOrdinal(run.Place, oldest) >= 0))
                yield return run;

            if (oldest is "")
                yield break;
            // Earlier versions of the program marked no runs.
            if (oldest is not null && !(string.CompareOrdinal(next ?? oldest, oldest) < 0))
                next = oldest;
        }

        var before = next is null ? null : LakeKeys.RunsByDay + next;
        await foreach (var key in LakeKeys.RunsByTime(LakeKeys.RunsByDay).NewestFirstAsync(lake, before, cancellationToken))
            yield return new(key[LakeKeys.RunsByDay.Length..]);
    }

    /// <summary>The marks of a dataset's ended runs, by run; null if not all runs are marked.</summary>
    /// <remarks>A run that a change left with several marks has none here: its record tells.</remarks>
    public async Task<IReadOnlyDictionary<string, RunMark?>?> EndedAsync(string dataset, CancellationToken cancellationToken)
    {
        if (await OldestAsync(cancellationToken) is not "")
            return null;
        var found = new Dictionary<string, RunMark?>(StringComparer.Ordinal);
        foreach (var mark in RunMarks.Ended)
        {
            var prefix = LakeKeys.RunsOfState(dataset, NameOf(mark));
            await foreach (var stat in lake.ListAsync(prefix, cancellationToken))
            {
                var run = LakeKeys.RunOf(PlaceOf(stat.Key, prefix));
                found[run] = found.ContainsKey(run) ? null : mark;
            }
        }

        return found;
    }

    /// <summary>Marks runs of earlier versions of the program, the newest first.</summary>
    /// <param name="most">Runs to mark now; the next call goes on.</param>
    public async Task CompleteAsync(int most, CancellationToken cancellationToken)
    {
        var from = await OldestAsync(cancellationToken);
        if (from is "")
            return;
        var older = LakeKeys.RunsByTime(LakeKeys.RunsByDay)
            .NewestFirstAsync(lake, from is null ? null : LakeKeys.RunsByDay + from, cancellationToken)
            .Select(key => key[LakeKeys.RunsByDay.Length..]);
        var marked = 0;
        await foreach (var places in older.Chunk(RunsAtATime).WithCancellation(cancellationToken))
        {
            var marking = new ParallelOptions { MaxDegreeOfParallelism = MarksAtATime, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(places, marking, async (place, stop) => await MarkAsync(place, stop));
            marked += places.Length;
            await SaveAsync(places[^1], cancellationToken);
            if (marked >= most)
                return;
        }

        await SaveAsync("", cancellationToken);
        _isComplete = true;
    }

    async Task MarkAsync(string place, CancellationToken cancellationToken)
    {
        var found = await lake.ReadAsync(LakeKeys.Run(LakeKeys.RunOf(place)), RunJson.Default.RunRecord, cancellationToken);
        if (found is { Value: var run })
            await MarkAsync(run, cancellationToken);
    }

    async IAsyncEnumerable<ListedRun> MarkedAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var datasets = query.Dataset is { } wanted ? [wanted] : await DatasetsAsync(cancellationToken);
        var lists =
            from dataset in datasets
            from mark in RunMarks.Of(query.Status)
            select MarkedAsync(dataset, mark, query.Next, cancellationToken);
        await foreach (var run in Newest.MergeAsync(lists, run => run.Place, cancellationToken))
            yield return run;
    }

    IAsyncEnumerable<ListedRun> MarkedAsync(string dataset, RunMark mark, string? before, CancellationToken cancellationToken)
    {
        var prefix = LakeKeys.RunsOfState(dataset, NameOf(mark));
        return LakeKeys.RunsByTime(prefix).NewestFirstAsync(lake, before is null ? null : prefix + before, cancellationToken)
            .Select(key => new ListedRun(PlaceOf(key, prefix), key));
    }

    /// <summary>The datasets that have marks: one request for each.</summary>
    async Task<List<string>> DatasetsAsync(CancellationToken cancellationToken)
    {
        var datasets = new List<string>();
        for (string? after = null; ; after = $"{LakeKeys.RunsByState}{datasets[^1]}0")
        {
            // The character behind '/' is '0'.
            var first = await lake.ListAsync(new(LakeKeys.RunsByState, after, Most: 1), cancellationToken)
                .FirstOrDefaultAsync(cancellationToken);
            if (first is null)
                return datasets;
            datasets.Add(LakeKeys.DatasetOfState(first.Key));
        }
    }

    /// <summary>The place from which on all runs are marked: empty if all are, null if none is known to be.</summary>
    async Task<string?> OldestAsync(CancellationToken cancellationToken)
    {
        if (_isComplete)
            return "";
        var from = (await lake.ReadAsync(LakeKeys.RunsByStateFrom, RunJson.Default.MarkedRuns, cancellationToken))?.Value.From;
        _isComplete = from is "";
        return from;
    }

    async Task SaveAsync(string from, CancellationToken cancellationToken) => await lake.WriteAsync(
        LakeKeys.RunsByStateFrom, new MarkedRuns(from), RunJson.Default.MarkedRuns, WriteCondition.None, cancellationToken);

    internal static string KeyOf(RunRecord run) =>
        LakeKeys.RunByState(run.Dataset, NameOf(RunMarks.Of(run)), run.Created, run.Id, run.Marks);

    static string PlaceOf(string key, string prefix) => key[prefix.Length..key.LastIndexOf('.')];

    static string NameOf(RunMark mark) => mark.ToString().ToLowerInvariant();
}

/// <summary>Which runs have marks.</summary>
/// <param name="From">The place of the oldest one that has; empty if all have.</param>
public sealed record MarkedRuns(string From);
