using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Functions.Orchestrating;

/// <summary>How an attempt is to be started.</summary>
public enum AttemptStart
{
    /// <summary>By an orchestration of its own.</summary>
    Alone,

    /// <summary>By the turns of its dataset.</summary>
    Together,

    /// <summary>Not at all: a batch or an operator has ended it since the caller looked, or another attempt has replaced it.</summary>
    None,
}

/// <summary>
/// Runs that may be ingested together wait in the lake, as unfinished attempts, until <see cref="IngestTurns"/> takes them.
/// </summary>
public sealed class DurableBatches(RunRecords runs, RunBatches batches, TaskHub hub)
{
    /// <summary>Batches that one turn starts at most.</summary>
    const int MostPerTurn = 8;

    public async Task<AttemptStart> StartOfAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (!batches.HasBatches(RunId.DatasetOf(run)))
            return AttemptStart.Alone;
        var record = await runs.FindAsync(run, cancellationToken);
        if (record is not { Status: RunStatus.Running } || record.Attempt != attempt)
            return AttemptStart.None;
        return batches.Takes(record) ? AttemptStart.Together : AttemptStart.Alone;
    }

    /// <summary>Whether the turns of the dataset go on, so that they will take a run that waits.</summary>
    public async Task<bool> AreActiveAsync(string dataset, CancellationToken cancellationToken) =>
        await hub.FindAsync(IngestTurns.InstanceOf(dataset), cancellationToken) is { IsCompleted: false };

    /// <summary>Wakes the turns of a dataset: a run waits.</summary>
    public async Task WakeAsync(string dataset, CancellationToken cancellationToken)
    {
        var instance = IngestTurns.InstanceOf(dataset);
        await hub.Client.StartAsync(IngestTurns.Name, instance, new IngestTurns.Turn(dataset, []), cancellationToken);
        await DurableCalls.CallAsync(() => hub.Client.RaiseEventAsync(instance, IngestTurns.Waiting, true, cancellationToken));
    }

    /// <summary>Starts what waits: several runs as batches, a single one by itself.</summary>
    public async Task<IngestTurns.Turn> TakeAsync(IngestTurns.Turn turn, CancellationToken cancellationToken)
    {
        var (underWay, busy) = (new List<string>(), new HashSet<BatchMember>());
        foreach (var batch in turn.UnderWay)
        {
            if (await hub.FindAsync(batch, cancellationToken) is not { IsCompleted: false })
                continue;
            underWay.Add(batch);
            busy.UnionWith((await batches.MembersAsync(batch, cancellationToken)).Runs);
        }

        var most = MostPerTurn * batches.MostOf(turn.Dataset);
        var waiting = await runs.Unfinished.ListAsync(turn.Dataset, cancellationToken)
            .Select(attempt => new BatchMember(attempt.Run, attempt.Number))
            .Where(attempt => !busy.Contains(attempt))
            .Distinct()
            .Take(most + 1)
            .ToListAsync(cancellationToken);
        foreach (var group in batches.GroupsOf(await IdleAsync([.. waiting.Take(most)], cancellationToken)))
        {
            if (group.Count == 1)
            {
                await hub.StartAsync(group[0].Id, group[0].Attempt, cancellationToken);
                continue;
            }

            var batch = await batches.AddAsync(group, cancellationToken);
            await hub.Client.StartAsync(IngestBatch.Name.Value, batch.Batch, batch, cancellationToken);
            underWay.Add(batch.Batch);
        }

        return turn with { UnderWay = [.. underWay.Distinct()], IsMore = waiting.Count > most };
    }

    /// <summary>The records of those that a batch may take and that are not being ingested by themselves.</summary>
    async Task<IEnumerable<RunRecord>> IdleAsync(IReadOnlyList<BatchMember> attempts, CancellationToken cancellationToken)
    {
        var running = (await batches.RunningAsync(attempts, cancellationToken)).Where(batches.Takes).ToList();
        var isIdle = await SideBySide.SelectAsync(
            running,
            RunBatches.AtATime,
            async (run, stop) => await hub.FindAsync(IngestFile.InstanceOf(run.Id, run.Attempt), stop) is not { IsCompleted: false },
            cancellationToken);
        return running.Where((_, index) => isIdle[index]);
    }
}
