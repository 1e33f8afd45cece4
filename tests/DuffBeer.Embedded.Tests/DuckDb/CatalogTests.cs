using DuckDB.NET.Native;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Partitions;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Embedded.Tests.DuckDb;

public sealed class CatalogTests : TableCatalogContract, IDisposable
{
    static readonly TableColumn s_id = new("order_id", LogicalType.Int64);
    static readonly TableColumn s_channel = new("channel", LogicalType.String);

    static readonly DatasetContract s_contract = new()
    {
        Name = "duff_orders",
        Version = 1,
        Source = new("duff/orders/"),
        Columns = [new() { Name = "order_id", Type = LogicalType.Int64 }, new() { Name = "channel", Type = LogicalType.String }],
        PartitionBy = ["channel"],
    };

    readonly TestLake _lake = new("it's a lake");

    protected override ITableCatalog Catalog => new DuckDbCatalog(_lake.Store, _lake.PathOf);

    protected override IQueryEngine Engine => _lake.Engine;

    FolderObjectStore Lake => _lake.Store;

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_declared_dataset_is_an_empty_table()
    {
        await Catalog.DeclareAsync(s_contract, default);

        Assert.Empty(await AskAsync("duff_orders", "order_id, channel, _offset, _run"));
    }

    [Fact]
    public async Task A_published_dataset_shows_its_parts_and_a_new_declaration_keeps_them()
    {
        await Catalog.DeclareAsync(s_contract, default);
        await PublishAsync(s_contract, [await PartAsync(7, "Retail", "r1", 1)]);
        await Catalog.DeclareAsync(s_contract, default);

        Assert.Equal([[7L, "Retail"]], await AskAsync("duff_orders", "order_id, channel"));
    }

    [Fact]
    public async Task A_publish_shows_exactly_its_parts_whatever_was_there_before()
    {
        var first = await PartAsync(1, "Retail", "r1", 1);
        string[] before = [first, await PartAsync(2, "it's 100% B2B/Großhandel", "r2", 1)];
        await PublishAsync(s_contract, before);
        Assert.Equal([[1L, "Retail"], [2L, "it's 100% B2B/Großhandel"]], await OrderedAsync());

        string[] after = [await PartAsync(10, "Retail", "r1", 2), await PartAsync(3, "Online", "r3", 1)];
        await PublishAsync(s_contract, after);
        Assert.Equal([[3L, "Online"], [10L, "Retail"]], await OrderedAsync());

        await PublishAsync(s_contract, []);
        Assert.Empty(await OrderedAsync());
    }

    [Fact]
    public async Task A_later_column_is_null_in_older_parts()
    {
        var old = await PartAsync(1, "Retail", "r1", 1);
        await PublishAsync(s_contract, [old]);
        var later = s_contract with { Version = 2, Columns = [.. s_contract.Columns, new() { Name = "note", Type = LogicalType.String }] };

        await Catalog.DeclareAsync(later, default);
        await PublishAsync(later, [old]);

        Assert.Equal([[1L, null]], await AskAsync("duff_orders", "order_id, note"));
    }

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
            await PublishAsync(contract, shown);
            Assert.Equal(
                ((string[])["2024-01-15 23:00:00.000001", "2024-07-01 12:00:00.5"]).Where((_, index) => shown.Contains(parts[index])),
                (await AskAsync("events", "CAST(t AS VARCHAR)")).Select(row => row[0]).Order());
        }
    }

    Task PublishAsync(DatasetContract contract, IReadOnlyList<string> parts) =>
        Catalog.PublishAsync(contract, _ => Task.FromResult(parts), default);

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

    async Task<IReadOnlyList<object?[]>> OrderedAsync() => [.. (await AskAsync("duff_orders", "order_id, channel")).OrderBy(row => row[0])];

    /// <summary>A part where a run's chunk would write it.</summary>
    async Task<string> PartAsync(int id, string channel, string run, int attempt)
    {
        TableColumn[] columns = [s_id, s_channel, SystemColumns.Offset, SystemColumns.Run];
        var sql = $"SELECT {id} AS order_id, {SqlWriter.Quote(channel)} AS channel, 0 AS _offset, {SqlWriter.Quote(run)} AS _run";
        var built = (await Engine.MaterializeAsync(new(sql, [], []), columns, "drafts/", [], default)).Parts.Single();
        var key = LakeKeys.Part(
            "duff_orders",
            new PartitionPath([]).Folder("channel", channel)!,
            new(run, attempt, 0, 0),
            ".parquet");

        var stat = (await Lake.StatAsync(built, default))!;
        var content = new byte[stat.Size];
        await using (var source = await Lake.OpenAsync(stat, default))
        {
            for (var read = 0; read < content.Length;)
                read += await source.ReadAsync(read, content.AsMemory(read), default);
        }

        await using var upload = await Lake.CreateAsync(key, WriteCondition.None, default);
        await upload.Body.WriteAsync(content);
        await upload.CommitAsync(default);
        await Lake.DeleteAsync(built, default);
        return key;
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
