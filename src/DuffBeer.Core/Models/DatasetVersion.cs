using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>A run whose rows are visible.</summary>
public sealed record PublishedRun(string RunId, int Attempt, string SourceKey, DateTimeOffset SourceTime)
{
    /// <summary>The files of its rows; null where only the run's result lists them, and where a pack has its rows.</summary>
    public IReadOnlyList<Part>? Parts { get; init; }

    /// <summary>Bytes of these files; null if unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>The pack that has its rows; null if it has files of its own.</summary>
    public string? Pack { get; init; }

    /// <summary>Id of the batch's result that has the receipt; null if the attempt has a result of its own.</summary>
    public string? Batch { get; init; }

    /// <summary>The root of the attempt's receipt; null in versions of older releases.</summary>
    public string? Receipt { get; init; }
}

/// <summary>Some of a dataset's runs, listed in a document of their own that never changes.</summary>
/// <param name="Prefix">The first bits of the hash of each of its source keys, such as <c>0110</c>.</param>
/// <param name="Id">Names the document; empty if there is nothing to list.</param>
/// <param name="Fingerprint">See <see cref="RunFingerprint"/>.</param>
public sealed record RunSegment(string Prefix, string Id, int Runs, long Rows, long Rejected, string Fingerprint)
{
    /// <summary>The seal of the document; null without runs, and in lists of older versions.</summary>
    public string? Seal { get; init; }

    /// <summary>Attempts that it bars from publication.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Fences { get; init; }

    /// <summary>Bytes of the runs' own files; null if that of some run is unknown.</summary>
    public long? Bytes { get; init; }

    [JsonIgnore]
    public int Size => Runs + Fences;

    /// <summary>The latest source time; null without runs.</summary>
    public DateTimeOffset? LatestSource { get; init; }

    /// <summary>When the latest of its runs was published; null without runs.</summary>
    public DateTimeOffset? LatestPublished { get; init; }
}

/// <summary>Files that several runs share.</summary>
/// <remarks>Its rows are exactly those of the runs that name it.</remarks>
/// <param name="Key">The document that lists files and runs; another list of the same pack has another key.</param>
/// <param name="Bytes">Of the files.</param>
public sealed record RunPack(string Id, string Key, int Runs, int Parts, long Rows, long Bytes)
{
    /// <summary>The seal of the document, which binds files and runs.</summary>
    public string? Seal { get; init; }

    /// <summary>The pack as an attempt of a run, for tables that list the files of attempts; another list is another one.</summary>
    [JsonIgnore]
    public PublishedAttempt Attempt => AttemptOf(LakeKeys.NameOfPack(Key));

    /// <param name="name">Of the document that lists the pack's files.</param>
    public static PublishedAttempt AttemptOf(string name) => new(name, 1);
}

/// <summary>The published runs of a dataset at one time.</summary>
/// <param name="Fingerprint">Equal exactly if runs, attempts, source times and receipts are equal, however they are stored.</param>
/// <param name="Runs">All runs, latest last; empty if segments list them.</param>
public sealed record DatasetVersion(string Fingerprint, IReadOnlyList<PublishedRun> Runs)
{
    /// <summary>See <see cref="RunFingerprint"/>. Versions of older releases bear another digest, which is replaced here.</summary>
    public string Fingerprint { get; } =
        Fingerprint?.Length == RunFingerprint.Digits ? Fingerprint : RunFingerprint.Of(Runs ?? []).ToString();

    /// <summary>The lists of the runs; null if <see cref="Runs"/> has them.</summary>
    public IReadOnlyList<RunSegment>? Segments { get; init; }

    /// <summary>Files that several of the runs share; null if there are none.</summary>
    public IReadOnlyList<RunPack>? Packs { get; init; }

    /// <summary>How many runs there are.</summary>
    [JsonIgnore]
    public int Count => Segments?.Sum(segment => segment.Runs) ?? Runs.Count;

    /// <summary>Bytes of all files; null if unknown.</summary>
    [JsonIgnore]
    public long? Bytes
    {
        get
        {
            var own = Segments?.Select(segment => segment.Bytes) ?? Runs.Select(run => run.Pack is null ? run.Bytes : 0);
            return own.Aggregate((long?)(Packs ?? []).Sum(pack => pack.Bytes), (sum, one) => sum + one);
        }
    }

    public static DatasetVersion Of(IEnumerable<PublishedRun> runs)
    {
        PublishedRun[] ordered = [.. InOrder(runs)];
        return new(RunFingerprint.Of(ordered).ToString(), ordered);
    }

    /// <summary>Latest last.</summary>
    public static IEnumerable<PublishedRun> InOrder(IEnumerable<PublishedRun> runs) => runs
        .OrderBy(run => run.SourceTime)
        .ThenBy(run => run.SourceKey, SourceOrder.Texts)
        .ThenBy(run => run.RunId, SourceOrder.Texts);

    /// <summary>
    /// The dataset as models read it: these runs, each ranked by (source time, source key); of rows with one key only the latest, where the
    /// contract says so.
    /// </summary>
    /// <param name="parts">All files of the runs.</param>
    /// <param name="readRuns">
    /// Reads the runs from their segments, some at a time and in no order; null if <see cref="Runs"/> has them.
    /// </param>
    public Relation ToRelation(
        DatasetContract contract, IReadOnlyList<string> parts,
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PublishedRun>>>? readRuns = null) => new(
        contract.Name, contract.TableColumns, parts, new(Fingerprint, running => RunsAsync(readRuns, running)))
    {
        LatestBy = contract.LatestBy,
    };

    async IAsyncEnumerable<IReadOnlyList<RelationRun>> RunsAsync(
        Func<CancellationToken, IAsyncEnumerable<IReadOnlyList<PublishedRun>>>? readRuns,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return [.. Runs.Select(ToRelated)];
        if (readRuns is null)
            yield break;
        await foreach (var some in readRuns(cancellationToken))
            yield return [.. some.Select(ToRelated)];

        static RelationRun ToRelated(PublishedRun run) => new(run.RunId, run.SourceTime, run.SourceKey);
    }
}
