using System.Diagnostics;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Local.Sources;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Local.Workspaces;

/// <summary>Ingests the small files of a command in batches.</summary>
sealed class IngestTogether(EmbeddedRuntime runtime, Orchestrations orchestrations)
{
    /// <returns>For each request its run; null for a file that must be ingested by itself.</returns>
    public async Task<IReadOnlyList<EndedRun?>> IngestAsync(
        IReadOnlyList<IngestRequest> requests, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var sources = await IngestSource.FindAllAsync(runtime, requests, cancellationToken);
        var wanted = sources.Select((source, index) => WantedOf(source, requests[index])).ToList();
        var starts = new Queue<RunStart?>(
            await runtime.Core.Starts.ForAllAsync([.. wanted.OfType<WantedRun>()], runtime.Stores.Bucket, cancellationToken));
        return await EndAsync([.. wanted.Select(run => run is null ? null : starts.Dequeue())], progress, cancellationToken);
    }

    /// <inheritdoc cref="IngestAsync"/>
    public async Task<IReadOnlyList<EndedRun?>> ReplayAsync(
        IReadOnlyList<string> runs, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var records = await SideBySide.SelectAsync(
            runs, RunBatches.AtATime, (run, running) => runtime.Runs.GetAsync(run, running), cancellationToken);
        var starts = records.Select(record => runtime.Core.Batches.Takes(record) ? new RunStart(StartKind.Resumed, record) : null);
        return await EndAsync([.. starts], progress, cancellationToken);
    }

    /// <summary>Null if the file must be ingested by itself, which also reports what is wrong with it.</summary>
    WantedRun? WantedOf((DatasetContract Contract, ObjectStat Stat)? found, IngestRequest request) =>
        found is var (contract, source) && contract.Batch is { } rule && source.Size <= rule.MaxFileBytes
            ? new(runtime.Definitions.Datasets.FindAt(contract.Name, source.LastModified)!, source, AsVersion: request.AsVersion)
            : null;

    async Task<IReadOnlyList<EndedRun?>> EndAsync(
        RunStart?[] starts, IProgress<IngestProgress> progress, CancellationToken cancellationToken)
    {
        var together = starts.OfType<RunStart>().Where(start => start.Kind != StartKind.AlreadyDone)
            .Select(start => start.Record)
            .ToList();
        var ended = new Dictionary<string, RunRecord>(StringComparer.Ordinal);
        var began = Stopwatch.GetTimestamp();
        using (new IngestWatch(progress, together.Sum(record => record.Source.Size)))
        {
            foreach (var group in runtime.Core.Batches.GroupsOf(together).Where(group => group.Count > 1))
            {
                foreach (var record in await orchestrations.IngestAllAsync(group, cancellationToken))
                    ended[record.Id] = record;
            }
        }

        var each = Stopwatch.GetElapsedTime(began) / Math.Max(1, ended.Count);
        return
        [
            .. starts.Select(start => start switch
            {
                null => null,
                { Kind: StartKind.AlreadyDone } => new EndedRun(start.Record, TimeSpan.Zero, AlreadyDone: true),
                _ => ended.TryGetValue(start.Record.Id, out var record) ? new EndedRun(record, each) : null,
            }),
        ];
    }
}
