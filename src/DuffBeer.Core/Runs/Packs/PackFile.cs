using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>A file that runs share, while it is written: holds no more rows in memory than a row group has.</summary>
sealed class PackFile(
    IObjectStore lake, IPartWriter writer, IngestSettings settings, string key, string partition, IReadOnlyList<TableColumn> columns,
    PartCodec codec) : IAsyncDisposable
{
    readonly ColumnBatch _rows = new(columns);
    IObjectUpload? _upload;
    DigestStream? _body;
    IPart? _part;

    public string Key => key;

    /// <summary>Bytes of the rows in memory.</summary>
    public long Bytes => _rows.Bytes;

    /// <summary>Adds all rows of a part that was opened with the columns of this file.</summary>
    public async ValueTask AddAsync(IPartContent part, CancellationToken cancellationToken)
    {
        foreach (var (group, rows) in part.RowGroups.Index())
        {
            await MakeRoomAsync(rows, cancellationToken);
            await part.AppendAsync(group, _rows, cancellationToken);
        }
    }

    /// <summary>Adds some rows of a batch that has the columns of this file.</summary>
    public async ValueTask AddAsync(ColumnBatch from, ReadOnlyMemory<int> rows, CancellationToken cancellationToken)
    {
        await MakeRoomAsync(rows.Length, cancellationToken);
        _rows.AppendRows(from, rows.Span);
    }

    /// <summary>Writes the rest, and makes the file visible under its key. Null, and no file, if it has no rows.</summary>
    public async Task<Part?> CommitAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (_part is null)
            return null;
        var bytes = await _part.CompleteAsync(cancellationToken);
        await _upload!.CommitAsync(cancellationToken);
        return new(key, partition, _part.Rows, bytes) { Columns = _part.Columns, Digest = _body!.Digest() };
    }

    /// <summary>Writes the rows in memory.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_rows.RowCount == 0)
            return;
        _upload ??= await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        _body ??= new(_upload.Body);
        _part ??= writer.Begin(_body, columns, codec);
        await _part.WriteAsync(_rows, cancellationToken);
        _rows.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _rows.Dispose();
        if (_body is not null)
            await _body.DisposeAsync();
        if (_upload is not null)
            await _upload.DisposeAsync();
    }

    ValueTask MakeRoomAsync(long rows, CancellationToken cancellationToken) =>
        _rows.RowCount + rows > settings.RowGroupRows || _rows.Bytes > settings.BufferBytes ? FlushAsync(cancellationToken) : default;
}
