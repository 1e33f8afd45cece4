using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>What a comparison of an attempt's keys with those of published rows found.</summary>
/// <param name="Round">1 for the first comparison, one more whenever other rows were published before these.</param>
/// <param name="InFile">Rows whose key an earlier row of the file has, and no published row.</param>
/// <param name="Published">Rows whose key a published row has.</param>
/// <param name="State">Identifies the published rows that were compared.</param>
/// <param name="Runs">The published attempts that were compared.</param>
/// <param name="Fences">Attempts that were barred from publication at that time.</param>
/// <param name="Unknown">Published runs whose keys were not recorded, because the contract had no such policy.</param>
/// <param name="Chunks">Chunks with repeated rows in this comparison or an earlier one.</param>
/// <param name="Digest">Equal if the same rows repeat a key.</param>
/// <param name="Transformed">The round whose parts these chunks have, without the repeated rows; 0 if rows are only counted.</param>
public sealed record KeyRepeats(
    int Round,
    long InFile,
    long Published,
    string State,
    IReadOnlyList<string> Runs,
    IReadOnlyList<string> Fences,
    int Unknown,
    IReadOnlyList<ChunkRepeats> Chunks,
    string Digest,
    int Transformed)
{
    public static async Task<KeyRepeats?> ReadAsync(
        IObjectStore lake, string run, int attempt, int round, CancellationToken cancellationToken) =>
        round == 0
            ? null
            : (await lake.ReadAsync(LakeKeys.Repeats(run, attempt, round), KeyJson.Default.KeyRepeats, cancellationToken))!.Value;
}

/// <summary>A chunk with repeated rows.</summary>
/// <param name="Files">The rows, each file in file order.</param>
public sealed record ChunkRepeats(int Index, IReadOnlyList<string> Files);
