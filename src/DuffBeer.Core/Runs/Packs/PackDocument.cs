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
        var content = new PackContent(parts, runs);
        var attempt = Named(pack, key, content, seal: null).Attempt;
        content = content with
        {
            Files = await tables.ListAsync(dataset, attempt.Run, attempt.Attempt, parts, cancellationToken),
        };
        var seal = await lake.WriteSealedAsync(key, content, RunJson.Default.PackContent, cancellationToken);
        return Named(pack, key, content, seal);
    }

    /// <summary>The pack whose document was written earlier.</summary>
    public static async Task<RunPack?> FindAsync(IObjectStore lake, string pack, string key, CancellationToken cancellationToken) =>
        await lake.ContentAsync(key, cancellationToken) is { Value: var document }
            ? Named(pack, key, ObjectDocuments.Parsed(key, document, RunJson.Default.PackContent), DocumentSeal.Of(document))
            : null;

    static RunPack Named(string pack, string key, PackContent content, string? seal) => new(
        pack, key, content.Runs.Count, content.Parts.Count, content.Parts.Sum(part => part.Rows), content.Parts.Sum(part => part.Bytes))
    {
        Seal = seal,
    };
}
