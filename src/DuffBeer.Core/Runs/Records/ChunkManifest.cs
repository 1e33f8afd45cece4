using System.Text.Json.Serialization;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The output of one transformed chunk. Readers see only parts that a result names through a manifest.</summary>
/// <param name="Next">The first boundary at or after the chunk's end, or the decoded length.</param>
/// <param name="UnknownValues">Column → value → rows, for values outside the contract's known ones.</param>
/// <param name="Keys">Keys of the accepted rows; null if the contract lets keys repeat.</param>
public sealed record ChunkManifest(
    int Index,
    ByteRange Range,
    long First,
    long Next,
    RowLedger Ledger,
    IReadOnlyList<Part> Parts,
    Part? Rejects,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> UnknownValues,
    IReadOnlyList<TypeErrors> TypeErrors,
    IReadOnlyList<Part>? Keys = null)
{
    /// <summary>
    /// Hashes of the source's leaves: the chunk's own, for the first chunk also the head's, and those that its last record reaches over.
    /// Null in manifests of older versions.
    /// </summary>
    public IReadOnlyList<string>? Leaves { get; init; }

    [JsonIgnore]
    public IEnumerable<Part> AllParts => Rejects is null ? Parts : Parts.Append(Rejects);
}

/// <summary>A judged attempt: everything that its publication makes visible.</summary>
/// <param name="Keys">Keys of the accepted rows; null if the contract lets keys repeat.</param>
/// <param name="Round">The comparison of keys that it is the result of; 0 if there was none.</param>
public sealed record RunResult(
    string RunId,
    int Attempt,
    RowLedger Ledger,
    long DecodedBytes,
    IReadOnlyList<Part> Parts,
    IReadOnlyList<RejectsPart> Rejects,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<Part>? Keys = null,
    int Round = 0)
{
    /// <summary>The parts as a list for other engines; null in results of earlier versions.</summary>
    public FileList? Files { get; init; }

    /// <summary>Binds source, ledger and files; null in results of older versions.</summary>
    public RunReceipt? Receipt { get; init; }
}

/// <param name="RowsBefore">Rows read in all chunks before this part's, to which a reject's row number is added.</param>
public sealed record RejectsPart(string Key, long Rows, long RowsBefore)
{
    /// <inheritdoc cref="Part.Digest"/>
    public string? Digest { get; init; }

    /// <summary>Whether rows of other runs are in the part too, and must be left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShared { get; init; }
}
