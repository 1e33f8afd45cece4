using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>Finds the files that have the rows, and the runs that must be ingested again. It writes nothing.</summary>
public sealed class ForgetPlanner(
    Stores stores, DatasetCatalog datasets, RunRecords runs, IPartReader reader, MaintenanceRecords maintenances)
{
    const int RunsAtATime = 1_000;

    /// <exception cref="TerminalException">
    /// <c>UnknownDataset</c>, <c>BadRequest</c>, or <c>Conflict</c> if work is under way, or rows are published whose file is gone.
    /// </exception>
    public async Task<ForgetPlan> DecideAsync(ForgetPlan plan, CancellationToken cancellationToken)
    {
        var request = plan.Request;
        Check(request);
        var all = await RunsOfAsync(runs, request.Dataset, cancellationToken);
        await EnsureIdleAsync(all, cancellationToken);
        var manifests = new DatasetManifests(stores.Lake);
        var packs = (await manifests.ReadAsync(request.Dataset, cancellationToken)).Packs ?? [];
        var published = await manifests.ReadAllAsync(request.Dataset, cancellationToken);
        var (sources, unreadable) = await SourcesAsync(request, all, cancellationToken);
        var gone = GoneOf(all, sources);
        await EnsureNoneOfAsync(request, gone, published, packs, cancellationToken);

        var touched = sources.Where(source => source.Found.Rows.Count > 0).ToList();
        var stale = gone.Where(run => published.Find(run.Id) is null)
            .Concat(touched.Select(source => source.Run).OfType<RunRecord>().Where(run => !IsAgain(run)))
            .DistinctBy(run => run.Id)
            .ToList();
        var batches = BatchesOf(touched.Select(source => source.Run).OfType<RunRecord>().Concat(stale));
        var again = await AgainAsync(request, sources, batches, published, cancellationToken);
        var planned = new List<PlannedSource>();
        foreach (var source in sources.Where(source => source.Found.Rows.Count > 0 || (source.Run is { } run && again.Contains(run.Id))))
        {
            var content = source.Found.Rows.Count == 0
                ? ""
                : await ErasableFile.CopyAsync(source.Store, source.Found, Stream.Null, cancellationToken);
            planned.Add(new(
                source.Found.Stat.Key, source.Found.Stat.ETag, source.Found.Rows.Count, content, source.Run?.Id, source.Run?.Attempt ?? 0,
                source.Run is { } found && again.Contains(found.Id)));
        }

        return plan with
        {
            Sources = planned, Stale = [.. stale.Select(run => run.Id)], Batches = [.. batches.Order(StringComparer.Ordinal)],
            Unreadable = unreadable,
        };
    }

    /// <summary>All runs of a dataset.</summary>
    internal static async Task<IReadOnlyList<RunRecord>> RunsOfAsync(
        RunRecords runs, string dataset, CancellationToken cancellationToken)
    {
        var all = new List<RunRecord>();
        var query = new RunQuery(Limit: RunsAtATime) { Dataset = dataset };
        while (true)
        {
            var page = await runs.PageAsync(query, cancellationToken);
            all.AddRange(page.Runs);
            if (page.Next is null)
                return all;
            query = query with { Next = page.Next };
        }
    }

    /// <summary>Refuses what no dataset can answer. It names no value.</summary>
    /// <exception cref="TerminalException"><c>UnknownDataset</c> or <c>BadRequest</c>.</exception>
    public void Check(ForgetRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var contract = datasets.Find(request.Dataset)
            ?? throw new TerminalException(
                ProblemCode.UnknownDataset,
                $"There is no dataset '{request.Dataset}'.{LikelyName.Hint(request.Dataset, datasets.All.Select(known => known.Name))}");
        var column = contract.Columns.FirstOrDefault(column => column.Name == request.Column)
            ?? throw new TerminalException(
                ProblemCode.BadRequest,
                $"{request.Dataset} has no source column '{request.Column}'."
                    + LikelyName.Hint(request.Column, contract.Columns.Select(column => column.Name)));
        ForgottenValues.Check(column, request.Values);
    }

    /// <summary>While an attempt or a maintenance writes files, those that are left over cannot be told from others.</summary>
    async Task EnsureIdleAsync(IReadOnlyList<RunRecord> all, CancellationToken cancellationToken)
    {
        if (all.FirstOrDefault(run => run.Status is RunStatus.Running or RunStatus.Suspended) is { } open)
            throw new TerminalException(
                ProblemCode.Conflict, $"Run {open.Id} is {open.Status}: wait for its end, or terminate it, then forget again.");
        if (await maintenances.LatestAsync(cancellationToken) is { Status: RunStatus.Running } maintenance)
            throw new TerminalException(
                ProblemCode.Conflict, $"The maintenance {maintenance.Id} is under way: 'duffbeer maintain' ends it. Then forget again.");
    }

    /// <summary>The files of the dataset: those in landing, and corrected rows in the lake, in the order of their runs.</summary>
    async Task<(IReadOnlyList<Source> Sources, IReadOnlyList<string> Unreadable)> SourcesAsync(
        ForgetRequest request, IReadOnlyList<RunRecord> all, CancellationToken cancellationToken)
    {
        var (file, sources, unreadable) = (new ErasableFile(datasets, request), new List<Source>(), new List<string>());
        var keys = all.Where(run => run.Corrects is null).Select(run => run.Source.Key).ToHashSet(StringComparer.Ordinal);
        await foreach (var stat in stores.Landing.ListAsync(datasets.Find(request.Dataset)!.Source.Prefix, cancellationToken))
        {
            if (datasets.ForKey(stat.Key)?.Name == request.Dataset)
                keys.Add(stat.Key);
        }

        var byVersion = all.Where(run => run.Corrects is null).ToLookup(run => (run.Source.Key, run.Source.Version));
        foreach (var key in keys.Order(StringComparer.Ordinal))
        {
            if (await stores.Landing.StatAsync(key, cancellationToken) is not { } stat)
                continue;
            var run = byVersion[(key, RunSource.VersionOf(stat))].FirstOrDefault();
            await AddAsync(stores.Landing, stat, run);
        }

        foreach (var run in all.Where(run => run.Corrects is not null).OrderBy(run => run.Id, StringComparer.Ordinal))
        {
            if (await stores.Lake.StatAsync(LakeKeys.Correction(run.Corrects!, run.Source.Version), cancellationToken) is { } stat)
                await AddAsync(stores.Lake, stat, run);
        }

        var inOrder = sources.OrderBy(source => source.Run?.Created).ThenBy(source => source.Run?.Corrects is not null)
            .ThenBy(source => source.Run?.Source.Time);
        return ([.. inOrder], unreadable);

        async Task AddAsync(IObjectStore store, ObjectStat stat, RunRecord? run)
        {
            if (await file.FindAsync(store, stat, run, cancellationToken) is { } found)
                sources.Add(new(store, found, run));
            else
                unreadable.Add(stat.Key);
        }
    }

    /// <summary>Runs whose object version no longer exists.</summary>
    static List<RunRecord> GoneOf(IReadOnlyList<RunRecord> all, IReadOnlyList<Source> sources)
    {
        var there = sources.Select(source => source.Run?.Id).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(run => !there.Contains(run.Id))];
    }

    /// <summary>Rows whose file is gone cannot be read again.</summary>
    async Task EnsureNoneOfAsync(
        ForgetRequest request, IEnumerable<RunRecord> gone, RunSet published, IReadOnlyList<RunPack> packs,
        CancellationToken cancellationToken)
    {
        var stored = new StoredRows(stores.Lake, runs, reader, request);
        var found = new List<string>();
        foreach (var run in gone)
        {
            if (published.Find(run.Id) is not { } entry)
                continue;
            var contract = datasets.Find(request.Dataset, run.ContractVersion) ?? datasets.Find(request.Dataset)!;
            if (await stored.HasAnyAsync(contract, run, entry.ToPublished(), packs, cancellationToken))
                found.Add($"{run.Id} ({run.Source.Key})");
        }

        if (found.Count > 0)
            throw new TerminalException(
                ProblemCode.Conflict,
                $"The lake has such rows of files that are no longer in landing, so they cannot be read again without them: "
                    + $"{string.Join(", ", found)}. Put the files back, or retire these runs ('duffbeer retire RUN'), then forget again.");
    }

    /// <summary>Runs to ingest again: of rewritten files, and those that share documents or keys with them.</summary>
    async Task<HashSet<string>> AgainAsync(
        ForgetRequest request, IReadOnlyList<Source> sources, IReadOnlySet<string> batches, RunSet published,
        CancellationToken cancellationToken)
    {
        var members = new HashSet<(string, int)>();
        foreach (var batch in batches)
        {
            var list = await stores.Lake.ReadAsync(LakeKeys.BatchMembers(batch), RunJson.Default.BatchMembers, cancellationToken);
            members.UnionWith((list?.Value.Runs ?? []).Select(member => (member.RunId, member.Attempt)));
        }

        var areKeysCompared = datasets.Find(request.Dataset)!.OnDuplicateKey == DuplicateKeys.Reject;
        var again = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, found, run) in sources)
        {
            if (run is null || !IsAgain(run))
                continue;
            var isWanted = found.Rows.Count > 0
                || members.Contains((run.Id, run.Attempt))
                // An earlier erasure was given up before the run was ingested again.
                || (published.Find(run.Id) is { } entry && entry.Attempt < (run.Erased?.Since ?? 0))
                // Its row may have been rejected for a row that goes.
                || (areKeysCompared && run.Ledger?.RejectsByCode.GetValueOrDefault(RejectCode.DuplicateKey) > 0);
            if (isWanted)
                again.Add(run.Id);
        }

        return again;
    }

    static bool IsAgain(RunRecord run) => run is { Status: RunStatus.Completed or RunStatus.Failed, Retired: false, IsExpired: false };

    static HashSet<string> BatchesOf(IEnumerable<RunRecord> touched) =>
        touched.SelectMany(run => run.Batches?.Values ?? []).Select(LakeKeys.BatchOfResult).ToHashSet(StringComparer.Ordinal);

    sealed record Source(IObjectStore Store, ErasableFile.Found Found, RunRecord? Run);
}
