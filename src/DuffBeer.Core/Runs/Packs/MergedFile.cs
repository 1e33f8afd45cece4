using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>A file of a merge.</summary>
/// <param name="From">The files whose rows it has, in order.</param>
/// <param name="IsKept">It is the only file of a pack that it would be made of, so it stays as it is.</param>
sealed record MergedFile(string Partition, IReadOnlyList<Part> From, bool IsKept)
{
    /// <summary>Divides the files of all pieces: a file has rows of one partition only, and no more bytes than it should.</summary>
    public static IReadOnlyList<MergedFile> Of(IEnumerable<Piece> pieces, MergeSizes sizes)
    {
        var files = new List<MergedFile>();
        var partitions = pieces.SelectMany(piece => piece.Parts.Select(part => (Part: part, IsPacked: piece.Pack is not null)))
            .GroupBy(from => from.Part.Partition)
            .OrderBy(partition => partition.Key, StringComparer.Ordinal);
        foreach (var partition in partitions)
        {
            var (open, bytes) = (new List<(Part Part, bool IsPacked)>(), 0L);
            foreach (var from in partition)
            {
                if (open.Count > 0 && bytes + from.Part.Bytes > sizes.FileBytes)
                {
                    files.Add(Closed(partition.Key, open));
                    (open, bytes) = ([], 0);
                }

                open.Add(from);
                bytes += from.Part.Bytes;
            }

            files.Add(Closed(partition.Key, open));
        }

        return files;
    }

    static MergedFile Closed(string partition, List<(Part Part, bool IsPacked)> from) =>
        new(partition, [.. from.Select(one => one.Part)], from is [{ IsPacked: true }]);
}
