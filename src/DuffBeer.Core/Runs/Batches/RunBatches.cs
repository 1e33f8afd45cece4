using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>Which runs are ingested together, and the list of a batch's runs.</summary>
public sealed class RunBatches(IObjectStore lake, RunRecords runs, DatasetCatalog datasets)
{
    /// <summary>Documents read or written at the same time: a store that makes each durable takes many together.</summary>
    public const int AtATime = 32;

    const int IdDigits = 16;

    /// <summary>Whether runs of the dataset may be in a batch.</summary>
    public bool HasBatches(string dataset) => datasets.Find(dataset)?.Batch is not null;

    /// <summary>How many runs of the dataset one batch takes at most; 0 if it has no batches.</summary>
    public int MostOf(string dataset) => datasets.Find(dataset)?.Batch?.Files ?? 0;

    /// <summary>Whether the run can be in a batch: it waits, its file is small, and no keys are compared.</summary>
    public bool Takes(RunRecord run) =>
        run is { MayBatch: true, Status: RunStatus.Running, Stage: RunStage.Inspect }
        // Another version of the contract is valid since the attempt began: it starts again.
        && (run.AsVersion ?? datasets.FindAt(run.Dataset, run.Source.Time)?.Version) == run.ContractVersion
        && RuleOf(run) is { } rule
        && run.Source.Size <= rule.MaxFileBytes;

    /// <summary>Waiting runs in groups: those to be ingested together, and each other one by itself.</summary>
    public IEnumerable<IReadOnlyList<RunRecord>> GroupsOf(IEnumerable<RunRecord> waiting)
    {
        var all = waiting.ToList();
        var together = all.Where(Takes).GroupBy(run => run.Dataset)
            .SelectMany(ofOne => ofOne.Chunk(RuleOf(ofOne.First())!.Files))
            .Where(group => group.Length > 1)
            .ToList();
        var taken = together.SelectMany(group => group).Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        return [.. together, .. all.Where(run => !taken.Contains(run.Id)).Select(run => new[] { run })];
    }

    /// <summary>Stores the list of a batch's runs. The same runs under the same contract are the same batch.</summary>
    public async Task<IngestBatch.Input> AddAsync(IReadOnlyList<RunRecord> group, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(group);
        var dataset = group[0].Dataset;
        var members = new BatchMembers(
            dataset, [.. group.OrderBy(run => run.Id, StringComparer.Ordinal).Select(run => new BatchMember(run.Id, run.Attempt))]);
        var names = string.Join(
            '\n',
            members.Runs.Select(run => FormattableString.Invariant($"{run.RunId} {run.Attempt}"))
                .Concat(datasets.VersionsOf(dataset).Select(version => version.Hash)));
        var id = $"{LakeKeys.BatchesOf(dataset)}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(names)))[..IdDigits]}";
        await lake.WriteAsync(
            LakeKeys.BatchMembers(id), members, RunJson.Default.BatchMembers, WriteCondition.None, cancellationToken);
        return new(id);
    }

    public async Task<BatchMembers> MembersAsync(string batch, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.BatchMembers(batch), RunJson.Default.BatchMembers, cancellationToken))?.Value
        ?? throw new TerminalException(ProblemCode.NotFound, $"The list of the batch {batch} is missing from the lake.");

    /// <summary>The records of those members that are running; the others were suspended, ended or replaced.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunningAsync(IReadOnlyList<BatchMember> members, CancellationToken cancellationToken)
    {
        var records = await SideBySide.SelectAsync(
            members, AtATime, (member, running) => runs.FindAsync(member.RunId, running), cancellationToken);
        return
        [
            .. members.Zip(records)
                .Where(pair => pair.Second?.Attempt == pair.First.Attempt && pair.Second.Status == RunStatus.Running)
                .Select(pair => pair.Second!),
        ];
    }

    BatchRule? RuleOf(RunRecord run) =>
        datasets.Find(run.Dataset, run.ContractVersion) is { Batch: { } rule, UniqueBy.Count: 0 } ? rule : null;
}
