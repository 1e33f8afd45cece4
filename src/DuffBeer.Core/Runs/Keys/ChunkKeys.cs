using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>Records the keys of the rows that one chunk accepts, in files of bounded size.</summary>
sealed class ChunkKeys(IObjectStore lake, DatasetContract contract, ChunkId chunk)
{
    readonly RowKeys _keys = new(contract);
    readonly List<RowKey> _rows = [];
    readonly List<Part> _files = [];

    public IReadOnlyList<Part> Files => _files;

    /// <summary>Takes rows that are about to be written.</summary>
    public async ValueTask AddAsync(ColumnBatch rows, CancellationToken cancellationToken)
    {
        // A batch is at most a row group, so the list stays below twice the limit.
        if (_rows.Count + rows.RowCount > KeyFile.MostKeys)
            await CompleteAsync(cancellationToken);
        _keys.Add(rows, _rows);
    }

    /// <summary>Writes the keys that are not written yet.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
            return;
        var key = LakeKeys.Keys(contract.Name, chunk, _files.Count);
        var (bytes, digest) = await KeyFile.WriteAsync(lake, key, _rows, cancellationToken);
        _files.Add(new(key, "", _rows.Count, bytes) { Digest = digest });
        _rows.Clear();
    }
}
