using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuckDB.NET.Native.NativeMethods.DataChunks;
using static DuckDB.NET.Native.NativeMethods.Query;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The result of a statement: rows to be read once, or a failure.</summary>
sealed class DuckDbResult(DuckDBResult handle) : IDisposable
{
    DuckDBResult _handle = handle;

    public RunException Failure() => DuckDbFailure.Of(DuckDBResultError(ref _handle));

    /// <summary>The columns and all rows.</summary>
    public (IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows) Read(CancellationToken cancellationToken)
    {
        var readers = new ColumnReader[DuckDBColumnCount(ref _handle)];
        for (var index = 0; index < readers.Length; index++)
            readers[index] = ColumnReader.For(ref _handle, index);

        var rows = new List<object?[]>();
        while (true)
        {
            using var chunk = DuckDBFetchChunk(_handle);
            if (chunk.IsInvalid)
                break;
            cancellationToken.ThrowIfCancellationRequested();
            Read(chunk, readers, rows);
        }

        return ([.. readers.Select(reader => new TableColumn(reader.Name, reader.Type))], rows);
    }

    public void Dispose() => _handle.Close();

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
