using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>Writes the files of a pack again, without the rows of some runs and otherwise as they are.</summary>
/// <remarks>
/// Files that have none of these rows stay in the pack. A repeat writes the same files under the same names, and the document that names
/// them last. Memory holds a row group.
/// </remarks>
public sealed class PackRewriter(
    IObjectStore lake, IPartReader reader, IPartWriter writer, IOpenTables tables, TimeProvider time, IngestSettings? settings = null)
    : IPackRewriter
{
    /// <summary>A document of this age is used as it is: the same change was tried before, and another writer was faster.</summary>
    /// <remarks>Much shorter than what maintenance keeps of it, so what it names is there.</remarks>
    static readonly TimeSpan s_young = TimeSpan.FromHours(1);

    readonly PublishedRuns _published = new(lake);
    readonly IngestSettings _settings = settings ?? new();

    public async Task<RunPack?> WithoutAsync(
        string dataset, RunPack pack, IReadOnlyList<PackedRun> runs, CancellationToken cancellationToken)
    {
        var content = await _published.PackAsync(pack, cancellationToken);
        PackedRun[] rest = [.. content.Runs.Except(runs)];
        if (rest.Length == 0)
            return null;
        var key = PackDocument.KeyOf(dataset, pack.Id, [pack.Key, .. rest.Select(run => $"{run}")]);
        if (await WrittenAsync(pack.Id, key, cancellationToken) is { } written)
            return written;

        var gone = runs.Select(run => run.RunId).ToHashSet(StringComparer.Ordinal);
        var parts = new List<Part>();
        foreach (var (number, part) in content.Parts.Index())
        {
            var file = PackDocument.FileOf(dataset, key, part.Partition, number, writer.Extension);
            if (await WithoutAsync(part, gone, file, cancellationToken) is { } left)
                parts.Add(left);
        }

        return await PackDocument.WriteAsync(lake, tables, dataset, pack.Id, key, parts, rest, cancellationToken);
    }

    async Task<RunPack?> WrittenAsync(string pack, string key, CancellationToken cancellationToken)
    {
        if (await lake.StatAsync(key, cancellationToken) is not { } stat || time.GetUtcNow() - stat.LastModified > s_young)
            return null;
        return await PackDocument.FindAsync(lake, pack, key, cancellationToken);
    }

    /// <returns>The part itself if it has none of the rows; null if it has no others.</returns>
    async Task<Part?> WithoutAsync(Part part, HashSet<string> gone, string file, CancellationToken cancellationToken)
    {
        await using var source = await PartSource.OpenAsync(lake, part.Key, cancellationToken);
        var runs = await OpenAsync(part, source, [SystemColumns.Run], cancellationToken);
        var stored = await OpenAsync(part, source, null, cancellationToken);
        if (!await HasAnyAsync(runs, gone, cancellationToken))
            return part;
        await using var written = new PackFile(
            lake, writer, _settings, file, part.Partition, stored.Columns, stored.Codec);
        using var rows = new ColumnBatch(stored.Columns);
        for (var group = 0; group < runs.RowGroups.Count; group++)
        {
            var kept = await KeptAsync(runs, group, gone, cancellationToken);
            if (kept.Length == 0)
                continue;
            rows.Clear();
            await stored.AppendAsync(group, rows, cancellationToken);
            await written.AddAsync(rows, kept, cancellationToken);
        }

        return await written.CommitAsync(cancellationToken);
    }

    async Task<IPartContent> OpenAsync(
        Part part, IByteSource source, IReadOnlyList<TableColumn>? columns, CancellationToken cancellationToken) =>
        await reader.OpenAsync(source, columns, cancellationToken)
        ?? throw new TerminalException(ProblemCode.Internal, $"{part.Key} is in a pack, but has other columns than our parts.");

    static async Task<bool> HasAnyAsync(IPartContent runs, HashSet<string> gone, CancellationToken cancellationToken)
    {
        for (var group = 0; group < runs.RowGroups.Count; group++)
        {
            if ((await KeptAsync(runs, group, gone, cancellationToken)).Length < runs.RowGroups[group])
                return true;
        }

        return false;
    }

    /// <summary>The rows of a row group that stay, 0-based.</summary>
    static async Task<int[]> KeptAsync(IPartContent runs, int group, HashSet<string> gone, CancellationToken cancellationToken)
    {
        using var batch = new ColumnBatch(runs.Columns);
        await runs.AppendAsync(group, batch, cancellationToken);
        var names = (StringBuffer)batch.Buffers[0];
        var kept = new List<int>();
        // A run's rows are one after the other, so the run of the row before is nearly always that of the next one.
        var (before, stays) = (-1, false);
        for (var row = 0; row < batch.RowCount; row++)
        {
            if (before < 0 || !names[row].SequenceEqual(names[before]))
                (before, stays) = (row, !gone.Contains(Encoding.UTF8.GetString(names[row])));
            if (stays)
                kept.Add(row);
        }

        return [.. kept];
    }
}
