using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class CatalogTests : TableCatalogContract, IDisposable
{
    readonly TestLake _lake = new("it's a lake");

    protected override ITableCatalog Catalog => new DuckDbCatalog(_lake.Store, _lake.PathOf);

    protected override IQueryEngine Engine => _lake.Engine;

    protected override IObjectStore Lake => _lake.Store;

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_view_shows_UTC_in_any_shell_also_of_parts_of_older_versions()
    {
        string[] parts = ["tables/duff_orders/run_id=a/a1/1.parquet", "tables/duff_orders/run_id=b/a1/1.parquet"];
        string[] stored = ["TIMESTAMP '2024-01-15 23:00:00.000001'", "TIMESTAMPTZ '2024-07-01 12:00:00.5+00'"];
        var contract = new DatasetContract
        {
            Name = "events", Version = 1, Source = new("events/"), Columns = [new() { Name = "t", Type = LogicalType.Timestamp }],
        };
        using (var shell = Shell.Open())
        {
            foreach (var (part, time) in parts.Zip(stored))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_lake.PathOf(part))!);
                var path = SqlWriter.Quote(_lake.PathOf(part));
                shell.Connection.Run($"COPY (SELECT {time} AS t, 0::BIGINT AS _offset, 'r' AS _run) TO {path} (FORMAT parquet)");
            }
        }

        foreach (var shown in (string[][])[parts, parts[..1], parts[1..]])
        {
            await Catalog.PublishAsync(contract, shown, null, default);
            Assert.Equal(
                ((string[])["2024-01-15 23:00:00.000001", "2024-07-01 12:00:00.5"]).Where((_, index) => shown.Contains(parts[index])),
                (await AskAsync("events", "CAST(t AS VARCHAR)")).Select(row => row[0]).Order());
        }
    }

    /// <summary>Runs the view's file in a shell of its own, far from UTC.</summary>
    protected override Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns)
    {
        using var shell = Shell.Open();
        shell.Connection.Run("SET TimeZone = 'America/New_York'");
        shell.Connection.Run(File.ReadAllText(_lake.PathOf(DuckDbCatalog.KeyOf(table))));
        using var prepared = shell.Connection.Prepare($"SELECT {columns} FROM {table}");
        using var result = prepared.Execute();
        return Task.FromResult(result.Read(default).Rows);
    }

    /// <summary>A DuckDB without any setting of ours.</summary>
    sealed record Shell(DuckDBDatabase Database, DuckDbConnection Connection) : IDisposable
    {
        public static Shell Open()
        {
            DuckDbNative.EnsureLoaded();
            Assert.Equal(DuckDBState.Success, NativeMethods.Startup.DuckDBOpen(":memory:", out var database));
            Assert.Equal(DuckDBState.Success, NativeMethods.Startup.DuckDBConnect(database, out var connection));
            return new(database, new(connection));
        }

        public void Dispose()
        {
            Connection.Dispose();
            Database.Dispose();
        }
    }
}
