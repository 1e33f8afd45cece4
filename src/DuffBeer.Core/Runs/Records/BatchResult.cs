using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The attempts of one dataset that a batch takes.</summary>
public sealed record BatchMembers(string Dataset, IReadOnlyList<BatchMember> Runs);

/// <summary>An attempt of a run in a batch.</summary>
public sealed record BatchMember(string RunId, int Attempt);

/// <summary>What becomes of the rows of a file in a batch.</summary>
public enum BatchRows
{
    /// <summary>There are none, or the run failed.</summary>
    None,

    /// <summary>They are in the batch's parts.</summary>
    Packed,

    /// <summary>They are published already, by an earlier try.</summary>
    Published,

    /// <summary>A newer version of the file is published, or is in the batch.</summary>
    Superseded,
}

/// <summary>What a batch made of its files. It is written once, and decides what the batch may publish.</summary>
/// <param name="Id">See <see cref="LakeKeys.BatchResultId"/>.</param>
/// <param name="Pack">Has the rows of the runs in <see cref="Packed"/>; null if there are none.</param>
/// <param name="Rejects">The rejected rows of all runs; null if there are none.</param>
/// <param name="Shapes">What is known of the files, each shape once.</param>
public sealed record BatchResult(
    string Id,
    string Dataset,
    RunPack? Pack,
    Part? Rejects,
    IReadOnlyList<FileShape> Shapes,
    IReadOnlyList<BatchedRun> Runs)
{
    [JsonIgnore]
    public IEnumerable<BatchedRun> Packed => Runs.Where(run => run.Rows == BatchRows.Packed);

    public BatchedRun? Find(string run, int attempt) => Runs.FirstOrDefault(one => one.RunId == run && one.Attempt == attempt);

    /// <summary>The result of one attempt as if it had been ingested by itself; it has no parts of its own.</summary>
    public RunResult ToResult(BatchedRun run) => new(
        run.RunId, run.Attempt, run.Ledger!, run.DecodedBytes, [],
        Rejects is null || run.Ledger!.Rejected == 0
            ? []
            : [new(Rejects.Key, run.Ledger.Rejected, 0) { IsShared = true, Digest = Rejects.Digest }],
        run.Warnings)
    {
        Receipt = run.Receipt,
    };

    /// <summary>The pack that has the rows of the run; null if none of its rows are in it.</summary>
    public RunPack? PackOf(BatchedRun run) => run.Rows == BatchRows.Packed ? Pack : null;

    /// <summary>The result with the roots of all receipts, once it has everything else.</summary>
    public BatchResult WithRoots() => this with
    {
        Runs =
        [
            .. Runs.Select(run =>
                run.Receipt is { } receipt ? run with { Receipt = receipt.For(ToResult(run), PackOf(run)) } : run),
        ],
    };

    public FilePlan ToPlan(BatchedRun run) => new(Shapes[run.Shape!.Value], run.Length, long.MaxValue, [], run.Codec);
}

/// <summary>What a batch made of one file.</summary>
/// <param name="SourceBytes">Stored bytes of the file.</param>
public sealed record BatchedRun(string RunId, int Attempt, long SourceBytes)
{
    /// <summary>0-based place in <see cref="BatchResult.Shapes"/>; null if the source could not be inspected.</summary>
    public int? Shape { get; init; }

    /// <summary>See <see cref="FilePlan.Length"/>.</summary>
    public long? Length { get; init; }
    public PartCodec Codec { get; init; }

    /// <summary>1, or 0 without data.</summary>
    public int Chunks { get; init; }

    /// <summary>See <see cref="RunRecord.VersionByHeader"/>.</summary>
    public int? VersionByHeader { get; init; }

    /// <summary>Null if the rows were not read to the end.</summary>
    public RowLedger? Ledger { get; init; }
    public long DecodedBytes { get; init; }

    /// <summary>Binds source, ledger, and the files of the batch; null if the rows were not read to the end.</summary>
    public RunReceipt? Receipt { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the run failed; null if it did not.</summary>
    public Problem? Problem { get; init; }
    public BatchRows Rows { get; init; }

    [JsonIgnore]
    public BatchMember Member => new(RunId, Attempt);
}
