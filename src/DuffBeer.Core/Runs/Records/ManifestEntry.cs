using System.Text.Json.Serialization;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>A run whose rows readers see, and the place of its version among those of the source key.</summary>
public sealed record ManifestEntry(
    string RunId,
    int Attempt,
    string SourceKey,
    string SourceVersion,
    DateTimeOffset SourceTime,
    DateOnly ProcessingDate,
    long Rows,
    long Rejected,
    DateTimeOffset PublishedAt)
{
    /// <summary>Longer lists of parts stay in the run's result, so that no entry is large.</summary>
    public const int MostParts = 32;

    public string? Sequencer { get; init; }

    /// <summary>The run whose corrected rejects these rows are; null for an ordinary file.</summary>
    public string? Corrects { get; init; }

    /// <summary>See <see cref="RowLedger.Erased"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long Erased { get; init; }

    /// <summary>The files of its rows; null if there are many, if a pack has its rows, or in entries of older versions.</summary>
    public IReadOnlyList<Part>? Parts { get; init; }

    /// <summary>How many files of its own it has, listed here or not; null in entries of older versions.</summary>
    public int? PartCount { get; init; }

    /// <summary>Bytes of its own files; null in entries of older versions.</summary>
    public long? Bytes { get; init; }

    /// <summary>The pack that has its rows; null if it has files of its own.</summary>
    public string? Pack { get; init; }

    /// <summary>Id of the batch's result that has the receipt; null if the attempt has a result of its own.</summary>
    public string? Batch { get; init; }

    /// <summary>The root of the attempt's receipt; null in entries of older versions.</summary>
    public string? Receipt { get; init; }

    [JsonIgnore]
    public RunFingerprint Fingerprint => RunFingerprint.Of(RunId, Attempt, SourceTime, Receipt);

    public static ManifestEntry Of(RunRecord run, RowLedger ledger, DateTimeOffset now) => new(
        run.Id, run.Attempt, run.Source.Key, run.Source.Version, run.Source.Time, run.ProcessingDate, ledger.Accepted, ledger.Rejected, now)
    {
        Sequencer = run.Source.Sequencer,
        Corrects = run.Corrects,
        Erased = ledger.Erased,
    };

    /// <summary>The entry with files of its own.</summary>
    public ManifestEntry With(IReadOnlyList<Part> parts) => this with
    {
        Parts = parts.Count <= MostParts ? [.. parts.Select(part => part.Digest is null ? part : part with { Digest = null })] : null,
        PartCount = parts.Count,
        Bytes = parts.Sum(part => part.Bytes),
        Pack = null,
    };

    /// <summary>The entry with its rows in a pack.</summary>
    public ManifestEntry In(RunPack pack) => this with { Parts = null, PartCount = 0, Bytes = 0, Pack = pack.Id };

    public PublishedRun ToPublished() => new(RunId, Attempt, SourceKey, SourceTime)
    {
        Parts = Parts, Bytes = Bytes, Pack = Pack, Batch = Batch, Receipt = Receipt,
    };
}
