using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>The parts that the runs of a batch share: one per contract version and partition, and one for rejects.</summary>
/// <param name="result">Id of the batch's result.</param>
sealed class SharedParts(IObjectStore lake, IPartWriter writer, IngestSettings settings, string dataset, string result) : IAsyncDisposable
{
    const int NameDigits = 12;

    sealed class OpenPart(string partition, string key, IReadOnlyList<TableColumn> columns, PartCodec codec)
    {
        public string Partition => partition;
        public string Key => key;
        public IReadOnlyList<TableColumn> Columns => columns;
        public PartCodec Codec => codec;
        public ColumnBatch Rows { get; } = new(columns);
        public IObjectUpload? Upload { get; set; }
        public DigestStream? Body { get; set; }
        public IPart? Part { get; set; }
    }

    // Another try never writes the same names.
    readonly string _name = Guid.NewGuid().ToString("N")[..NameDigits];
    readonly Dictionary<(int Version, string Partition), OpenPart> _open = [];
    OpenPart? _rejects;

    IEnumerable<OpenPart> All => _rejects is null ? _open.Values : _open.Values.Append(_rejects);

    /// <summary>The parts with rows, once they are complete.</summary>
    public IReadOnlyList<Part> Parts { get; private set; } = [];

    /// <summary>Null if no row was rejected.</summary>
    public Part? Rejects { get; private set; }

    public async ValueTask AddAsync(DatasetContract contract, PartCodec codec, RowBatcher rows, CancellationToken cancellationToken)
    {
        foreach (var partition in rows.Partitions.Where(partition => partition.Rows.RowCount > 0))
        {
            if (!_open.TryGetValue((contract.Version, partition.Path), out var open))
            {
                var name = FormattableString.Invariant($"{_name}-{_open.Count:D5}");
                var key = LakeKeys.BatchPart(dataset, partition.Path, result, name, writer.Extension);
                open = _open[(contract.Version, partition.Path)] = new(partition.Path, key, contract.StoredColumns, codec);
            }

            Append(open, partition.Rows);
            if (open.Rows.RowCount >= settings.RowGroupRows)
                await WriteAsync(open, cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    public async ValueTask AddRejectsAsync(RowBatcher rows, PartCodec codec, CancellationToken cancellationToken)
    {
        if (rows.Rejects.RowCount == 0)
            return;
        _rejects ??= new("", LakeKeys.BatchRejects(dataset, result, _name, writer.Extension), RejectColumns.All, codec);
        Append(_rejects, rows.Rejects);
        await FlushAsync(cancellationToken);
    }

    static void Append(OpenPart open, ColumnBatch rows) => open.Rows.AppendRows(rows, [.. Enumerable.Range(0, rows.RowCount)]);

    /// <summary>Writes all rows and makes the parts visible under their keys.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var parts = new List<Part>();
        foreach (var (_, open) in _open.OrderBy(open => open.Key.Partition, StringComparer.Ordinal).ThenBy(open => open.Key.Version))
            parts.Add(await CompleteAsync(open, cancellationToken) with { Columns = open.Part!.Columns });
        Parts = parts;
        Rejects = _rejects is null ? null : await CompleteAsync(_rejects, cancellationToken);
        // A store that syncs each object takes a while per commit, so the commits run in parallel.
        await Task.WhenAll(All.Select(open => Task.Run(() => open.Upload!.CommitAsync(cancellationToken), cancellationToken)));
    }

    /// <summary>Deletes what was written: another try was faster.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(All.Select(open => lake.DeleteAsync(open.Key, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var open in All)
        {
            open.Rows.Dispose();
            if (open.Body is not null)
                await open.Body.DisposeAsync();
            if (open.Upload is not null)
                await open.Upload.DisposeAsync();
        }
    }

    /// <summary>Writes the largest parts while the rows in memory exceed the limit.</summary>
    async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (All.Sum(open => open.Rows.Bytes) > settings.BufferBytes && All.MaxBy(open => open.Rows.Bytes) is { } largest)
            await WriteAsync(largest, cancellationToken);
    }

    async ValueTask WriteAsync(OpenPart open, CancellationToken cancellationToken)
    {
        open.Upload ??= await lake.CreateAsync(open.Key, WriteCondition.None, cancellationToken);
        open.Body ??= new(open.Upload.Body);
        open.Part ??= writer.Begin(open.Body, open.Columns, open.Codec);
        await open.Part.WriteAsync(open.Rows, cancellationToken);
        open.Rows.Clear();
    }

    async Task<Part> CompleteAsync(OpenPart open, CancellationToken cancellationToken)
    {
        await WriteAsync(open, cancellationToken);
        var bytes = await open.Part!.CompleteAsync(cancellationToken);
        return new(open.Key, open.Partition, open.Part.Rows, bytes) { Digest = open.Body!.Digest() };
    }
}
