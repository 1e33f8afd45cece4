using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using static DuffBeer.Embedded.DuckDb.DuckDbNative;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>What a statement gave: rows to be read once, or a failure.</summary>
sealed class DuckDbResult(Result handle) : IDisposable
{
    Result _handle = handle;

    public RunException Failure() => DuckDbFailure.Of(Text(ResultError(ref _handle)));

    /// <summary>The columns and all rows.</summary>
    public (IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows) Read(CancellationToken cancellationToken)
    {
        var readers = new ColumnReader[ColumnCount(ref _handle)];
        for (var index = 0; index < readers.Length; index++)
            readers[index] = ColumnReader.For(ref _handle, index);

        var rows = new List<object?[]>();
        for (var chunk = FetchChunk(_handle); chunk != 0; chunk = FetchChunk(_handle))
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                Read(chunk, readers, rows);
            }
            finally
            {
                DestroyChunk(ref chunk);
            }
        }

        return ([.. readers.Select(reader => new TableColumn(reader.Name, reader.Type))], rows);
    }

    public void Dispose() => DestroyResult(ref _handle);

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
