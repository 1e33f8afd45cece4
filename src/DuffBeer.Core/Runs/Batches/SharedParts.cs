using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Packs;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>The parts that the runs of a batch share: one per contract version and partition, and one for rejects.</summary>
/// <param name="result">Id of the batch's result.</param>
sealed class SharedParts(IObjectStore lake, IPartWriter writer, IngestSettings settings, string dataset, string result) : IAsyncDisposable
{
    const int NameDigits = 12;

    // Another try never writes the same names.
    readonly string _name = Guid.NewGuid().ToString("N")[..NameDigits];
    readonly Dictionary<(int Version, string Partition), PackFile> _open = [];
    PackFile? _rejects;

    IEnumerable<PackFile> All => _rejects is null ? _open.Values : _open.Values.Append(_rejects);

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
                open = _open[(contract.Version, partition.Path)] = Begin(key, partition.Path, contract.StoredColumns, codec);
            }

            await AddAsync(open, partition.Rows, cancellationToken);
        }

        await FlushAsync(cancellationToken);
    }

    public async ValueTask AddRejectsAsync(RowBatcher rows, PartCodec codec, CancellationToken cancellationToken)
    {
        if (rows.Rejects.RowCount == 0)
            return;
        _rejects ??= Begin(LakeKeys.BatchRejects(dataset, result, _name, writer.Extension), "", RejectColumns.All, codec);
        await AddAsync(_rejects, rows.Rejects, cancellationToken);
        await FlushAsync(cancellationToken);
    }

    PackFile Begin(string key, string partition, IReadOnlyList<TableColumn> columns, PartCodec codec) =>
        new(lake, writer, settings, key, partition, columns, codec);

    static ValueTask AddAsync(PackFile open, ColumnBatch rows, CancellationToken cancellationToken) =>
        open.AddAsync(rows, Enumerable.Range(0, rows.RowCount).ToArray(), cancellationToken);

    /// <summary>Writes all rows and makes the parts visible under their keys.</summary>
    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var ordered = _open.OrderBy(open => open.Key.Partition, StringComparer.Ordinal).ThenBy(open => open.Key.Version)
            .Select(open => open.Value);
        // A store that syncs each object takes a while per commit, so the commits run in parallel.
        var rejects = _rejects is null ? Task.FromResult<Part?>(null) : CommitAsync(_rejects);
        var parts = ordered.Select(CommitAsync).ToList();
        await Task.WhenAll([.. parts, rejects]);
        Parts = [.. parts.Select(part => part.Result!)];
        Rejects = rejects.Result is { } rejected ? rejected with { Columns = null } : null;

        Task<Part?> CommitAsync(PackFile open) => Task.Run(() => open.CommitAsync(cancellationToken), cancellationToken);
    }

    /// <summary>Deletes what was written: another try was faster.</summary>
    public Task DeleteAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(All.Select(open => lake.DeleteAsync(open.Key, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var open in All)
            await open.DisposeAsync();
    }

    /// <summary>Writes the largest parts while the rows in memory exceed the limit.</summary>
    async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        while (All.Sum(open => open.Bytes) > settings.BufferBytes && All.MaxBy(open => open.Bytes) is { } largest)
            await largest.FlushAsync(cancellationToken);
    }
}
