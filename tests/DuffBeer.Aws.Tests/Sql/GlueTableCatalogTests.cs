using System.Text;
using System.Text.Json;
using DuffBeer.Aws.Glue;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class GlueTableCatalogTests : TableCatalogContract, IAsyncLifetime
{
    static readonly DatasetContract s_things = new()
    {
        Name = "things",
        Version = 3,
        Description = "Things of a test.",
        Grain = "thing",
        Source = new("things/"),
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Description = "Id of the thing" },
            new() { Name = "price", Type = LogicalType.Decimal(10, 2) },
            new() { Name = "day", Type = LogicalType.Date, Description = "Day of the thing" },
        ],
        PartitionBy = ["day"],
    };

    readonly SqlCloud _cloud = new();

    protected override ITableCatalog Catalog => _cloud.Catalog;

    protected override IQueryEngine Engine => _cloud.Engine;

    protected override IObjectStore Lake => _cloud.Lake;

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    /// <summary>Queries Athena by the table's name in the catalog.</summary>
    protected override async Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns) =>
        (await Engine.QueryAsync(new($"SELECT {columns} FROM \"duffbeer\".\"{table}\" WHERE {(++_asked)} > 0", [], []), default)).Rows;

    int _asked;

    [Fact]
    public async Task A_datasets_table_follows_from_its_contract()
    {
        await Catalog.DeclareAsync(s_things, default);

        var table = (await _cloud.Tables.FindAsync("things", default))!;
        Assert.Equal("EXTERNAL_TABLE", table.TableType);
        Assert.Equal("Things of a test.", table.Description);
        Assert.Equal("s3://duffbeer-lake/tables/things/", table.StorageDescriptor!.Location);
        Assert.Equal(
            [
                new("id", "bigint", "Id of the thing"),
                new("price", "decimal(10,2)"),
                .. ((TableColumn[])[SystemColumns.Offset, SystemColumns.Run]).Select(HiveTypes.ColumnOf),
            ],
            table.StorageDescriptor.Columns!);
        Assert.Equal([new("day", "date", "Day of the thing"), new("run_id", "string", "Run that ingested the row")], table.PartitionKeys!);
        Assert.Equal("3", table.Parameters!["duffbeer.contract_version"]);
    }

    [Fact]
    public async Task Declaring_the_same_again_changes_nothing()
    {
        await Catalog.DeclareAsync(s_things, default);
        await Catalog.DeclareAsync(s_things, default);

        Assert.Equal("0", (await _cloud.Tables.FindAsync("things", default))!.VersionId);
    }

    [Fact]
    public async Task Partitions_are_listed_created_and_deleted_in_batches()
    {
        _cloud.Services.Glue.PageSize = 40;
        await Catalog.PublishAsync(s_things, Parts(230, attempt: 1), default);
        Assert.Equal(3, Calls("BatchCreatePartition"));

        await Catalog.PublishAsync(s_things, [.. Parts(230, attempt: 2).Take(120)], default);

        var partitions = await Partitions.ListAsync("things", default);
        Assert.Equal(120, partitions.Count);
        Assert.All(partitions.Values, partition => Assert.EndsWith("/a2/", partition.Location, StringComparison.Ordinal));
        Assert.Equal(2, Calls("BatchUpdatePartition"));
        Assert.Equal(5, Calls("BatchDeletePartition"));

        var asked = _cloud.Server.Calls.Count;
        await Catalog.PublishAsync(s_things, [.. Parts(230, attempt: 2).Take(120)], default);
        Assert.DoesNotContain(_cloud.Server.Calls.Skip(asked), call => call.Operation.StartsWith("Batch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.Throttled)]
    public async Task Repeating_a_change_whose_answer_was_lost_is_not_an_error(FaultKind fault)
    {
        foreach (var operation in (string[])["CreateDatabase", "CreateTable", "BatchCreatePartition"])
            _cloud.Server.Faults.FailNext($"AWSGlue:{operation}", fault);
        await Catalog.PublishAsync(s_things, Parts(3, attempt: 1), default);
        _cloud.Server.Faults.FailNext("AWSGlue:BatchDeletePartition", fault);
        await Catalog.PublishAsync(s_things, Parts(1, attempt: 1), default);

        Assert.Single(await Partitions.ListAsync("things", default));
    }

    [Fact]
    public async Task A_refused_partition_is_named()
    {
        await Catalog.DeclareAsync(s_things, default);

        var failure = await Assert.ThrowsAsync<TransientException>(
            () => Partitions.CreateAsync(
                "things", [], [new(["2026-01-05", "r1"], "s3://duffbeer-lake/a/"), new(["only one"], "s3://duffbeer-lake/b/")], default));

        Assert.Contains(
            "glue:BatchCreatePartition on the table duffbeer.things failed for 1 partitions; for (only one): InvalidInputException",
            failure.Message,
            StringComparison.Ordinal);
        Assert.Single(await Partitions.ListAsync("things", default));
    }

    [Fact]
    public async Task A_table_with_a_difference_that_cannot_be_added_is_a_problem_and_stays()
    {
        await Catalog.DeclareAsync(s_things, default);
        DatasetContract[] others =
        [
            s_things with { Columns = [s_things.Columns[0] with { Type = LogicalType.String }, .. s_things.Columns.Skip(1)] },
            s_things with { PartitionBy = [] },
        ];

        foreach (var other in others)
        {
            var failure = await Assert.ThrowsAsync<TerminalException>(() => Catalog.DeclareAsync(other, default));
            Assert.Equal(ProblemCode.Conflict, failure.Code);
            Assert.Contains("The table duffbeer.things of the Glue catalog differs", failure.Message, StringComparison.Ordinal);
        }

        Assert.Equal("0", (await _cloud.Tables.FindAsync("things", default))!.VersionId);
    }

    [Fact]
    public async Task Columns_and_descriptions_are_added_and_existing_ones_keep_their_order()
    {
        await Catalog.DeclareAsync(s_things, default);
        var note = new Core.Contracts.Column { Name = "note", Type = LogicalType.String };
        await Catalog.DeclareAsync(
            s_things with
            {
                Columns = [note, s_things.Columns[0], s_things.Columns[1] with { Description = "Its price" }, s_things.Columns[2]],
            },
            default);

        var columns = (await _cloud.Tables.FindAsync("things", default))!.StorageDescriptor!.Columns!;
        Assert.Equal(["id", "price", "_offset", "_run", "note"], columns.Select(column => column.Name));
        Assert.Equal("Its price", columns[1].Comment);
    }

    [Fact]
    public async Task A_models_plain_name_is_a_view_in_Athenas_format()
    {
        TableColumn[] columns =
        [
            new("id", LogicalType.Int32, "Id"),
            new("name", LogicalType.String),
            new("at", LogicalType.Timestamp),
            new("price", LogicalType.Decimal(18, 2)),
        ];
        await Catalog.PointAsync(
            "fact_things", columns, [$"{LakeKeys.Mart("fact_things", "20260105T080000000Z", 1)}part-0.parquet"], default);

        var view = (await _cloud.Tables.FindAsync("fact_things", default))!;
        Assert.Equal("VIRTUAL_VIEW", view.TableType);
        Assert.Equal("true", view.Parameters!["presto_view"]);
        Assert.StartsWith("/* Presto View: ", view.ViewOriginalText, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(Convert.FromBase64String(view.ViewOriginalText!["/* Presto View: ".Length..^" */".Length]));
        Assert.Equal(
            """SELECT "id", "name", "at", "price" FROM "duffbeer"."fact_things__20260105t080000000z" """.TrimEnd(),
            json.RootElement.GetProperty("originalSql").GetString());
        Assert.Equal(
            ["integer", "varchar", "timestamp", "decimal(18,2)"],
            json.RootElement.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("type").GetString()));
        Assert.Equal(
            "Id", (await _cloud.Tables.FindAsync("fact_things__20260105t080000000z", default))!.StorageDescriptor!.Columns![0].Comment);
    }

    [Fact]
    public async Task A_view_does_not_replace_a_table_of_the_same_name()
    {
        await Catalog.DeclareAsync(s_things, default);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Catalog.PointAsync(
            "things", [new("id", LogicalType.Int32)], [$"{LakeKeys.Mart("things", "1", 1)}a.parquet"], default));

        Assert.Equal(ProblemCode.Conflict, failure.Code);
    }

    GluePartitions Partitions => new(_cloud.Glue, "duffbeer");

    static string[] Parts(int days, int attempt) =>
        [
            .. Enumerable.Range(0, days).Select(
                day => LakeKeys.Part(
                    "things",
                    FormattableString.Invariant($"day={new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd}"),
                    "r1",
                    attempt,
                    0,
                    0,
                    ".parquet")),
        ];

    int Calls(string operation) => _cloud.Server.Calls.Count(call => call.Operation == operation);
}
