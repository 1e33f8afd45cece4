using System.Text.Json.Serialization;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The output of one transformed chunk. Readers see only parts that a result names through a manifest.</summary>
/// <param name="Next">The first boundary at or after the chunk's end, or the decoded length.</param>
/// <param name="UnknownValues">Column → value → rows, for values outside the contract's known ones.</param>
public sealed record ChunkManifest(
    int Index,
    ByteRange Range,
    long First,
    long Next,
    RowLedger Ledger,
    IReadOnlyList<Part> Parts,
    Part? Rejects,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> UnknownValues,
    IReadOnlyList<TypeErrors> TypeErrors)
{
    [JsonIgnore]
    public IEnumerable<Part> AllParts => Rejects is null ? Parts : Parts.Append(Rejects);
}

/// <param name="Partition">Hive folders of the partition; empty for rejects and unpartitioned tables.</param>
public sealed record Part(string Key, string Partition, long Rows, long Bytes);

/// <summary>A judged attempt: everything that its publication makes visible.</summary>
public sealed record RunResult(
    string RunId,
    int Attempt,
    RowLedger Ledger,
    long DecodedBytes,
    IReadOnlyList<Part> Parts,
    IReadOnlyList<RejectsPart> Rejects,
    IReadOnlyList<string> Warnings);

/// <param name="RowsBefore">Rows read in all chunks before this part's, to which a reject's row number is added.</param>
public sealed record RejectsPart(string Key, long Rows, long RowsBefore);
