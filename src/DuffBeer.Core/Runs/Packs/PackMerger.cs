using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>Writes the rows of runs and packs into the files of a new pack. Nothing names it yet.</summary>
sealed class PackMerger(
    IObjectStore lake, IPartReader reader, IPartWriter writer, IOpenTables tables, IngestSettings settings, MergeSizes sizes)
{
    const int OpenedAtATime = 16;

    /// <summary>Writes the pack's files and document; repeated with the same pieces, it writes the same.</summary>
    /// <returns>Null if a file cannot be read in the contract's columns.</returns>
    public async Task<RunPack?> WriteAsync(
        DatasetContract contract, string pack, IReadOnlyList<Piece> pieces, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(contract);
        var key = PackDocument.KeyOf(
            contract.Name, pack,
            [
                .. columns.Select(column => $"{column.FieldId} {column.Name} {column.Type} {column.Nullable}"),
                .. pieces.SelectMany(piece => piece.Parts).Select(part => part.Key),
            ]);
        var parts = new List<Part>();
        foreach (var (number, file) in MergedFile.Of(pieces, sizes).Index())
        {
            if (file.IsKept)
            {
                parts.Add(file.From[0]);
                continue;
            }

            var to = PackDocument.FileOf(contract.Name, key, file.Partition, number, writer.Extension);
            await using var written = new PackFile(
                lake, writer, settings, to, file.Partition, columns, settings.CodecOf(contract));
            foreach (var some in file.From.Chunk(OpenedAtATime))
            {
                if (!await AddAsync(written, some, columns, cancellationToken))
                    return null;
            }

            if (await written.CommitAsync(cancellationToken) is { } part)
                parts.Add(part);
        }

        var (rows, expected) = (parts.Sum(part => part.Rows), pieces.Sum(piece => piece.Rows));
        if (rows != expected)
            throw new TerminalException(
                ProblemCode.LedgerMismatch,
                $"{contract.Name}: the files to merge have {rows} rows, but the runs that they belong to have {expected}. They stay as "
                    + "they are.");
        PackedRun[] runs = [.. pieces.SelectMany(piece => piece.Runs)];
        return await PackDocument.WriteAsync(lake, tables, contract.Name, pack, key, parts, runs, cancellationToken);
    }

    /// <summary>The pieces whose files can all be read in the contract's columns.</summary>
    public async Task<IReadOnlyList<Piece>> ReadableAsync(
        DatasetContract contract, IReadOnlyList<Piece> pieces, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(contract);
        var isReadable = await SideBySide.SelectAsync(
            pieces, OpenedAtATime, (piece, running) => IsReadableAsync(piece, columns, running), cancellationToken);
        return [.. pieces.Where((_, index) => isReadable[index])];
    }

    async Task<bool> IsReadableAsync(Piece piece, TableColumn[] columns, CancellationToken cancellationToken)
    {
        foreach (var part in piece.Parts)
        {
            await using var source = await PartSource.OpenAsync(lake, part.Key, cancellationToken);
            if (await reader.OpenAsync(source, columns, cancellationToken) is null)
                return false;
        }

        return true;
    }

    /// <summary>The columns of the table over the parts of all versions: rows of older ones have nulls.</summary>
    static TableColumn[] ColumnsOf(DatasetContract contract) =>
    [
        .. contract.TableColumns.SkipLast(SystemColumns.Count).Select(column => column with { Nullable = true }),
        SystemColumns.Offset, SystemColumns.Run,
    ];

    /// <summary>Adds the rows of some parts in their order; false if one of them cannot be read.</summary>
    async Task<bool> AddAsync(PackFile to, Part[] parts, TableColumn[] columns, CancellationToken cancellationToken)
    {
        var opened = await Task.WhenAll(parts.Select(part => PartSource.OpenAsync(lake, part.Key, cancellationToken)));
        try
        {
            foreach (var source in opened)
            {
                if (await reader.OpenAsync(source, columns, cancellationToken) is not { } content)
                    return false;
                await to.AddAsync(content, cancellationToken);
            }

            return true;
        }
        finally
        {
            foreach (var source in opened)
                await source.DisposeAsync();
        }
    }
}
