using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows.Partitions;

namespace DuffBeer.Tests.Shared;

/// <summary>What every catalog must do. Each adapter gets these tests by deriving from this class.</summary>
public abstract class TableCatalogContract
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

    protected abstract ITableCatalog Catalog { get; }

    /// <summary>Writes the parts that the catalog gets.</summary>
    protected abstract IQueryEngine Engine { get; }

    protected abstract IObjectStore Lake { get; }

    /// <summary>What an external tool reads.</summary>
    protected abstract Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns);

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
        await Catalog.PublishAsync(s_contract, [await PartAsync(7, "Retail", "r1", 1)], null, default);
        await Catalog.DeclareAsync(s_contract, default);

        Assert.Equal([[7L, "Retail"]], await AskAsync("duff_orders", "order_id, channel"));
    }

    [Fact]
    public async Task A_publish_shows_exactly_its_parts_whatever_was_there_before()
    {
        var first = await PartAsync(1, "Retail", "r1", 1);
        string[] before = [first, await PartAsync(2, "it's 100% B2B/Großhandel", "r2", 1)];
        await Catalog.PublishAsync(s_contract, before, null, default);
        Assert.Equal([[1L, "Retail"], [2L, "it's 100% B2B/Großhandel"]], await OrderedAsync());

        string[] after = [await PartAsync(10, "Retail", "r1", 2), await PartAsync(3, "Online", "r3", 1)];
        await Catalog.PublishAsync(s_contract, after, before, default);
        Assert.Equal([[3L, "Online"], [10L, "Retail"]], await OrderedAsync());

        await Catalog.PublishAsync(s_contract, [], null, default);
        Assert.Empty(await OrderedAsync());
    }

    [Fact]
    public async Task A_later_column_is_null_in_older_parts()
    {
        var old = await PartAsync(1, "Retail", "r1", 1);
        await Catalog.PublishAsync(s_contract, [old], null, default);
        var later = s_contract with { Version = 2, Columns = [.. s_contract.Columns, new() { Name = "note", Type = LogicalType.String }] };

        await Catalog.DeclareAsync(later, default);
        await Catalog.PublishAsync(later, [old], null, default);

        Assert.Equal([[1L, null]], await AskAsync("duff_orders", "order_id, note"));
    }

    [Fact]
    public async Task A_model_is_pointed_at_its_latest_version()
    {
        foreach (var snapshot in (int[])[1, 2])
        {
            var place = LakeKeys.Mart("fact_orders", $"20260105T08000000{snapshot}Z", attempt: 1);
            var built = await Engine.MaterializeAsync(new($"SELECT {snapshot} AS order_id", [], []), [s_id], place, [], default);
            await Catalog.PointAsync("fact_orders", [s_id], built.Parts, default);
        }

        Assert.Equal([[2L]], await AskAsync("fact_orders", "order_id"));
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
            new Core.Rows.Partitions.PartitionPath([]).Folder("channel", channel)!,
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
}
