using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>Names and writes the documents that list the files and runs of packs.</summary>
static class PackDocument
{
    const int Digits = 16;

    /// <summary>The key of the document; equal sources give the same one, so a repeated write has the same names.</summary>
    /// <param name="sources">All that the rows of the pack are made of.</param>
    public static string KeyOf(string dataset, string pack, IEnumerable<string> sources) =>
        LakeKeys.Pack(dataset, pack, ModelHashes.Digest(sources)[..Digits]);

    /// <summary>The key of one of the pack's files.</summary>
    public static string FileOf(string dataset, string document, string partition, int number, string extension) =>
        LakeKeys.PackPart(dataset, partition, LakeKeys.NameOfPack(document), number, extension);

    /// <summary>Writes the document, and the list of the files for other engines, once all files are there.</summary>
    /// <param name="parts">With what their columns hold, where it is known.</param>
    public static async Task<RunPack> WriteAsync(
        IObjectStore lake, IOpenTables tables, string dataset, string pack, string key, IReadOnlyList<Part> parts,
        IReadOnlyList<PackedRun> runs, CancellationToken cancellationToken)
    {
        var written = new RunPack(
            pack, key, runs.Count, parts.Count, parts.Sum(part => part.Rows), parts.Sum(part => part.Bytes));
        var (run, attempt) = (written.Attempt.Run, written.Attempt.Attempt);
        var files = await tables.ListAsync(dataset, run, attempt, parts, cancellationToken);
        await lake.WriteAsync(
            key, new(parts, runs) { Files = files }, RunJson.Default.PackContent, WriteCondition.None, cancellationToken);
        return written;
    }
}
