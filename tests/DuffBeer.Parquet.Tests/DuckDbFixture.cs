using System.Globalization;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Parquet.Tests;

/// <summary>Writes Parquet files with our writer and reads them with DuckDB's; the files are deleted with this object.</summary>
public sealed class DuckDbFixture : IDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), $"duffbeer-{Guid.NewGuid():N}");
    readonly ParquetPartWriter _writer = new();
    readonly DuckDbQueryEngine _engine;
    int _files;

    public DuckDbFixture()
    {
        Directory.CreateDirectory(_folder);
        _engine = new(lake: null!, pathOf: key => key, Path.Combine(_folder, "tmp"));
    }

    /// <summary>Returns the path of a file with one row group per batch.</summary>
    public Task<string> WriteAsync(IReadOnlyList<TableColumn> columns, params IEnumerable<ColumnBatch> batches) =>
        WriteAsync(PartCodec.Snappy, columns, batches);

    public async Task<string> WriteAsync(PartCodec codec, IReadOnlyList<TableColumn> columns, params IEnumerable<ColumnBatch> batches)
    {
        var path = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Increment(ref _files)}.parquet"));
        await using var file = File.Create(path);
        await using var forwardOnly = new ForwardOnlyStream(file);
        var part = _writer.Begin(forwardOnly, columns, codec);
        foreach (var batch in batches)
            await part.WriteAsync(batch, default);
        var length = await part.CompleteAsync(default);
        Assert.Equal(file.Length, length);
        return path;
    }

    /// <summary>Runs SQL in which <c>{file}</c> stands for the quoted path.</summary>
    public async Task<IReadOnlyList<object?[]>> QueryAsync(string path, string sql) =>
        (await _engine.QueryAsync(new(sql.Replace("{file}", $"'{path}'", StringComparison.Ordinal), [], []), default)).Rows;

    public async Task<IReadOnlyList<LogicalType>> TypesAsync(string path) =>
        [.. (await _engine.QueryAsync(new($"SELECT * FROM '{path}' LIMIT 0", [], []), default)).Columns.Select(column => column.Type)];

    /// <summary>All rows as they are stored: dates in days, times in microseconds, decimals without their point.</summary>
    public Task<IReadOnlyList<object?[]>> ReadAsync(string path, IReadOnlyList<TableColumn> columns) =>
        QueryAsync(path, $"SELECT {string.Join(", ", columns.Select(Stored))} FROM {{file}}");

    /// <summary>Asserts that DuckDB reads the declared types and every cell of the batches.</summary>
    public async Task AssertReadsAsync(string path, IReadOnlyList<TableColumn> columns, params IReadOnlyList<ColumnBatch> batches)
    {
        Assert.Equal(columns.Select(column => column.Type), await TypesAsync(path));
        var rows = await ReadAsync(path, columns);
        Assert.Equal(batches.Sum(batch => batch.RowCount), rows.Count);
        for (var column = 0; column < columns.Count; column++)
        {
            var written = batches.SelectMany(batch => Cells.Of(batch.Buffers[column]));
            var read = rows.Select(row => Cells.Exactly(row[column]));
            foreach (var (index, (expected, actual)) in written.Zip(read).Index())
            {
                if (!Equals(expected, actual))
                    Assert.Fail(
                        $"Row {index} of {columns[column].Name} ({columns[column].Type}): wrote "
                            + $"{expected ?? "null"}, read {actual ?? "null"}.");
            }
        }
    }

    /// <summary>Writes the batches and reads them back.</summary>
    public Task<string> RoundTripAsync(IReadOnlyList<TableColumn> columns, params IReadOnlyList<ColumnBatch> batches) =>
        RoundTripAsync(PartCodec.Snappy, columns, batches);

    public async Task<string> RoundTripAsync(PartCodec codec, IReadOnlyList<TableColumn> columns, params IReadOnlyList<ColumnBatch> batches)
    {
        var path = await WriteAsync(codec, columns, batches);
        await AssertReadsAsync(path, columns, batches);
        return path;
    }

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static string Stored(TableColumn column)
    {
        var name = $"\"{column.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        return column.Type.Kind switch
        {
            TypeKind.Date => $"CAST({name} - DATE '1970-01-01' AS INTEGER)",
            TypeKind.Timestamp => $"epoch_us({name})",
            // Unscaled, as in our batches.
            TypeKind.Decimal => $"CAST(replace(CAST({name} AS VARCHAR), '.', '') AS BIGINT)",
            _ => name,
        };
    }
}
