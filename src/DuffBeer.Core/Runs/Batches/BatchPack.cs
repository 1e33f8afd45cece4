using System.Security.Cryptography;
using System.Text.Json;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>The parts of a batch as a pack of its dataset.</summary>
sealed record BatchPack(string Dataset, RunPack Pack, PackContent Content)
{
    const int ContentDigits = 16;

    /// <summary>The runs whose rows are in the parts.</summary>
    public static IEnumerable<BatchedRun> RunsOf(BatchResult result) => result.Runs.Where(run => run.Rows == BatchRows.Packed);

    public static BatchPack Of(BatchResult result)
    {
        PackedRun[] runs = [.. RunsOf(result).Select(run => new PackedRun(run.RunId, run.Attempt))];
        var content = new PackContent(result.Parts, runs);
        var hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(content, RunJson.Default.PackContent));
        var key = LakeKeys.Pack(result.Dataset, result.Id, Convert.ToHexStringLower(hash)[..ContentDigits]);
        var pack = new RunPack(
            result.Id, key, runs.Length, result.Parts.Count, result.Parts.Sum(part => part.Rows), result.Parts.Sum(part => part.Bytes));
        return new(result.Dataset, pack, content with { Files = result.Files });
    }

    /// <summary>Writes the list of the files for other engines.</summary>
    /// <param name="parts">The files with what their columns hold.</param>
    public Task<FileList?> ListAsync(IOpenTables tables, IReadOnlyList<Part> parts, CancellationToken cancellationToken) =>
        tables.ListAsync(Dataset, Pack.Attempt.Run, Pack.Attempt.Attempt, parts, cancellationToken);

    public Task WriteAsync(IObjectStore lake, CancellationToken cancellationToken) =>
        lake.WriteAsync(Pack.Key, Content, RunJson.Default.PackContent, WriteCondition.None, cancellationToken);
}
