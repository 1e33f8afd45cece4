using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>What a statement gave: rows to be read once, or a failure.</summary>
sealed class DuckDbResult(Result handle) : IDisposable
{
    Result _handle = handle;
    ColumnReader[]? _readers;
    bool _isAtEnd;

    ColumnReader[] Readers
    {
        get
        {
            if (_readers is null)
            {
                _readers = new ColumnReader[ColumnCount(ref _handle)];
                for (var index = 0; index < _readers.Length; index++)
                    _readers[index] = ColumnReader.For(ref _handle, index);
            }

            return _readers;
        }
    }

    public RunException Failure() => DuckDbFailure.Of(Text(ResultError(ref _handle)));

    /// <summary>The columns and all rows.</summary>
    public (IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows) Read(CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        while (ReadChunk(rows))
            cancellationToken.ThrowIfCancellationRequested();
        return ([.. Readers.Select(reader => new TableColumn(reader.Name, reader.Type))], rows);
    }

    /// <summary>The next rows: at least so many, and less than a chunk more; fewer or none at the end.</summary>
    public IReadOnlyList<object?[]> ReadNext(int least)
    {
        var rows = new List<object?[]>(least);
        while (rows.Count < least && ReadChunk(rows))
        {
        }

        return rows;
    }

    public void Dispose() => DestroyResult(ref _handle);

    /// <summary>False at the end. A result that is computed while it is read may fail here.</summary>
    bool ReadChunk(List<object?[]> rows)
    {
        // DuckDB fails where a result that is at its end is read again.
        if (_isAtEnd)
            return false;
        var chunk = FetchChunk(_handle);
        _isAtEnd = chunk == 0;
        if (_isAtEnd)
            return ResultError(ref _handle) == 0 ? false : throw Failure();
        try
        {
            Read(chunk, Readers, rows);
            return true;
        }
        finally
        {
            DestroyChunk(ref chunk);
        }
    }

    static void Read(nint chunk, ColumnReader[] readers, List<object?[]> rows)
    {
        var first = rows.Count;
        var count = (int)ChunkSize(chunk);
        for (var row = 0; row < count; row++)
            rows.Add(new object?[readers.Length]);
        for (var column = 0; column < readers.Length; column++)
            readers[column].Read(ChunkVector(chunk, (ulong)column), count, (row, value) => rows[first + row][column] = value);
    }
}
