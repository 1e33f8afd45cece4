using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.DataChunks;
using static DuckDB.NET.Native.NativeMethods.Query;
using static DuckDB.NET.Native.NativeMethods.Vectors;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The result of a statement: rows that can be read once, or a failure.</summary>
sealed class DuckDbResult(DuckDBResult handle) : IDisposable
{
    DuckDBResult _handle = handle;
    ColumnReader[]? _readers;
    bool _isAtEnd;

    ColumnReader[] Readers
    {
        get
        {
            if (_readers is null)
            {
                _readers = new ColumnReader[DuckDBColumnCount(ref _handle)];
                for (var index = 0; index < _readers.Length; index++)
                    _readers[index] = ColumnReader.For(ref _handle, index);
            }

            return _readers;
        }
    }

    public RunException Failure() => DuckDbFailure.Of(DuckDBResultError(ref _handle));

    /// <summary>The columns and all rows.</summary>
    public (IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows) Read(CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>();
        while (ReadChunk(rows))
            cancellationToken.ThrowIfCancellationRequested();
        return ([.. Readers.Select(reader => new TableColumn(reader.Name, reader.Type))], rows);
    }

    /// <summary>The next rows: at least <paramref name="least"/>, at most one chunk more; fewer or none at the end.</summary>
    public IReadOnlyList<object?[]> ReadNext(int least)
    {
        var rows = new List<object?[]>(least);
        while (rows.Count < least && ReadChunk(rows))
        {
        }

        return rows;
    }

    /// <summary>Takes the values of one column of a chunk, as DuckDB has them in memory; those of nulls are undefined.</summary>
    public delegate void TakeBytes(int column, ReadOnlySpan<byte> values);

    /// <summary>Hands over the next chunk, column by column; false at the end.</summary>
    /// <param name="widths">Bytes of a value of each column.</param>
    public unsafe bool ReadBytes(IReadOnlyList<int> widths, TakeBytes take)
    {
        using var chunk = Next();
        if (chunk.IsInvalid)
            return false;
        var count = (int)DuckDBDataChunkGetSize(chunk);
        for (var column = 0; column < widths.Count; column++)
            take(column, new(DuckDBVectorGetData(DuckDBDataChunkGetVector(chunk, column)), count * widths[column]));
        return true;
    }

    public void Dispose() => _handle.Close();

    /// <summary>False at the end.</summary>
    bool ReadChunk(List<object?[]> rows)
    {
        // DuckDB fails when a finished result is read again.
        if (_isAtEnd)
            return false;
        using var chunk = Next();
        if (!chunk.IsInvalid)
            Read(chunk, Readers, rows);
        return !chunk.IsInvalid;
    }

    /// <summary>The next chunk, which is invalid at the end. A streamed result may fail here.</summary>
    DuckDBDataChunk Next()
    {
        var chunk = DuckDBFetchChunk(_handle);
        _isAtEnd = chunk.IsInvalid;
        if (_isAtEnd && !string.IsNullOrEmpty(DuckDBResultError(ref _handle)))
        {
            using (chunk)
                throw Failure();
        }

        return chunk;
    }

    static void Read(DuckDBDataChunk chunk, ColumnReader[] readers, List<object?[]> rows)
    {
        var first = rows.Count;
        var count = (int)DuckDBDataChunkGetSize(chunk);
        for (var row = 0; row < count; row++)
            rows.Add(new object?[readers.Length]);
        for (var column = 0; column < readers.Length; column++)
            readers[column].Read(DuckDBDataChunkGetVector(chunk, column), count, (row, value) => rows[first + row][column] = value);
    }
}
