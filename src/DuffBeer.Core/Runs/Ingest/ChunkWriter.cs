using DuffBeer.Core.Chunks;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Partitions;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>The parts that one chunk writes: one per partition, and one for its rejects.</summary>
sealed class ChunkWriter(
    IObjectStore lake, IPartWriter writer, DatasetContract contract, ChunkId chunk, IngestSettings settings, PartCodec codec)
    : IAsyncDisposable
{
    const string RejectsKey = "";

    sealed record OpenPart(string Partition, string Key, IObjectUpload Upload, DigestStream Body, IPart Part);

    readonly Dictionary<string, OpenPart> _rows = new(StringComparer.Ordinal);
    readonly ChunkKeys? _keys = contract.UniqueBy.Count == 0 ? null : new(lake, contract, chunk);
    OpenPart? _openRejects;
    IReadOnlyList<Part> _parts = [];
    Part? _rejects;

    /// <summary>Writes partitions with a full row group, the largest partitions while the buffer limit is exceeded, and rejects.</summary>
    public async ValueTask FlushAsync(RowBatcher rows, CancellationToken cancellationToken)
    {
        while (rows.Largest is { } largest
            && (rows.BufferedBytes > settings.BufferBytes || largest.Rows.RowCount >= settings.RowGroupRows))
        {
            await WriteAsync(largest, cancellationToken);
        }

        if (rows.Rejects.Bytes > settings.BufferBytes / 8)
            await WriteRejectsAsync(rows, cancellationToken);
    }

    /// <summary>Writes the remaining rows and the footers.</summary>
    public async Task CompleteAsync(RowBatcher rows, CancellationToken cancellationToken)
    {
        var partitions = rows.Partitions.Where(partition => partition.Rows.RowCount > 0);
        foreach (var partition in partitions.OrderBy(partition => partition.Path, StringComparer.Ordinal))
            await WriteAsync(partition, cancellationToken);
        if (rows.Rejects.RowCount > 0)
            await WriteRejectsAsync(rows, cancellationToken);
        if (_keys is not null)
            await _keys.CompleteAsync(cancellationToken);

        var parts = new List<Part>(_rows.Count);
        foreach (var open in _rows.Values)
            parts.Add(await CompleteAsync(open, cancellationToken) with { Columns = open.Part.Columns });
        _parts = parts;
        _rejects = _openRejects is null ? null : await CompleteAsync(_openRejects, cancellationToken);
    }

    /// <summary>Makes all parts visible under their keys.</summary>
    public Task CommitAsync(CancellationToken cancellationToken)
    {
        // A store that syncs each object takes a while per commit, so the commits run in parallel.
        var open = _openRejects is null ? _rows.Values : _rows.Values.Append(_openRejects);
        return Task.WhenAll(open.Select(part => Task.Run(() => part.Upload.CommitAsync(cancellationToken), cancellationToken)));
    }

    public ChunkManifest Manifest(ByteRange range, long next, RowBatcher rows) =>
        Manifest(chunk.Index, range, chunk.First, next, rows, _parts, _rejects) with { Keys = _keys?.Files };

    /// <summary>What was read, and the parts that it is in.</summary>
    public static ChunkManifest Manifest(
        int index, ByteRange range, long first, long next, RowBatcher rows, IReadOnlyList<Part> parts, Part? rejects) => new(
        index, range, first, next,
        new()
        {
            RowsRead = rows.Accepted + rows.Rejected,
            Accepted = parts.Sum(part => part.Rows),
            Rejected = rejects?.Rows ?? 0,
            BlankLines = rows.Blank,
            RejectsByCode = rows.RejectedBy,
        },
        parts, rejects,
        rows.Unknown.ToDictionary(unknown => unknown.Column, unknown => unknown.Values),
        rows.TypeErrors);

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _openRejects is null ? _rows.Values : _rows.Values.Append(_openRejects))
        {
            await open.Body.DisposeAsync();
            await open.Upload.DisposeAsync();
        }
    }

    async ValueTask WriteAsync(PartitionBatch partition, CancellationToken cancellationToken)
    {
        if (!_rows.TryGetValue(partition.Path, out var open))
        {
            var key = LakeKeys.Part(contract.Name, partition.Path, chunk, writer.Extension);
            open = _rows[partition.Path] = await BeginAsync(partition.Path, key, contract.StoredColumns, cancellationToken);
        }

        if (_keys is not null)
            await _keys.AddAsync(partition.Rows, cancellationToken);
        await open.Part.WriteAsync(partition.Rows, cancellationToken);
        partition.Rows.Clear();
    }

    async ValueTask WriteRejectsAsync(RowBatcher rows, CancellationToken cancellationToken)
    {
        var key = LakeKeys.RejectsPart(contract.Name, chunk, writer.Extension);
        _openRejects ??= await BeginAsync(RejectsKey, key, RejectColumns.All, cancellationToken);
        await _openRejects.Part.WriteAsync(rows.Rejects, cancellationToken);
        rows.Rejects.Clear();
    }

    async Task<OpenPart> BeginAsync(string partition, string key, IReadOnlyList<TableColumn> columns, CancellationToken cancellationToken)
    {
        var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        var body = new DigestStream(upload.Body);
        return new(partition, key, upload, body, writer.Begin(body, columns, codec));
    }

    static async Task<Part> CompleteAsync(OpenPart open, CancellationToken cancellationToken)
    {
        var bytes = await open.Part.CompleteAsync(cancellationToken);
        return new(open.Key, open.Partition, open.Part.Rows, bytes) { Digest = open.Body.Digest() };
    }
}
