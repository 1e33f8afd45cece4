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
        await Catalog.PublishAsync(s_things, Parts(230, attempt: 1), null, default);
        Assert.Equal(3, Calls("BatchCreatePartition"));

        await Catalog.PublishAsync(s_things, [.. Parts(230, attempt: 2).Take(120)], null, default);

        var partitions = await Partitions.ListAsync("things", default);
        Assert.Equal(120, partitions.Count);
        Assert.All(partitions.Values, partition => Assert.EndsWith("/a2/", partition.Location, StringComparison.Ordinal));
        Assert.Equal(2, Calls("BatchUpdatePartition"));
        Assert.Equal(5, Calls("BatchDeletePartition"));

        var asked = _cloud.Server.Calls.Count;
        await Catalog.PublishAsync(s_things, [.. Parts(230, attempt: 2).Take(120)], null, default);
        Assert.DoesNotContain(_cloud.Server.Calls.Skip(asked), call => call.Operation.StartsWith("Batch", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.Throttled)]
    public async Task Repeating_a_change_whose_answer_was_lost_is_not_an_error(FaultKind fault)
    {
        foreach (var operation in (string[])["CreateDatabase", "CreateTable", "BatchCreatePartition"])
            _cloud.Server.Faults.FailNext($"AWSGlue:{operation}", fault);
        await Catalog.PublishAsync(s_things, Parts(3, attempt: 1), null, default);
        _cloud.Server.Faults.FailNext("AWSGlue:BatchDeletePartition", fault);
        await Catalog.PublishAsync(s_things, Parts(1, attempt: 1), null, default);

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
    public async Task Known_parts_are_compared_without_a_look_at_the_table()
    {
        var shown = Parts(230, attempt: 1);
        await Catalog.PublishAsync(s_things, shown, null, default);
        var before = _cloud.Server.Calls.Count;

        await Catalog.PublishAsync(s_things, [.. Parts(229, attempt: 1), .. Parts(1, attempt: 1, run: "r2")], shown, default);

        Assert.Equal(
            ["GetDatabase", "GetTable", "BatchDeletePartition", "BatchCreatePartition"],
            _cloud.Server.Calls.Skip(before).Select(call => call.Operation));
        Assert.Equal(230, (await Partitions.ListAsync("things", default)).Count);
    }

    [Fact]
    public async Task A_models_plain_name_is_a_table_over_the_folder_of_its_version()
    {
        TableColumn[] columns = [new("id", LogicalType.Int32, "Id"), new("price", LogicalType.Decimal(18, 2))];
        await PointAsync("20260105T080000000Z", columns);

        var table = (await _cloud.Tables.FindAsync("fact_things", default))!;
        Assert.Equal("EXTERNAL_TABLE", table.TableType);
        Assert.Equal("s3://duffbeer-lake/marts/fact_things/v=20260105T080000000Z/a1/", table.StorageDescriptor!.Location);
        Assert.Equal([new("id", "int", "Id"), new("price", "decimal(18,2)")], table.StorageDescriptor.Columns!);

        // A rollback may show a version with other columns.
        await PointAsync("20260104T080000000Z", columns[..1]);
        var moved = (await _cloud.Tables.FindAsync("fact_things", default))!;
        Assert.Equal("s3://duffbeer-lake/marts/fact_things/v=20260104T080000000Z/a1/", moved.StorageDescriptor!.Location);
        Assert.Equal([new("id", "int", "Id")], moved.StorageDescriptor.Columns!);

        var before = _cloud.Server.Calls.Count;
        await PointAsync("20260104T080000000Z", columns[..1]);
        Assert.DoesNotContain(_cloud.Server.Calls.Skip(before), call => call.Operation == "UpdateTable");
        lock (_cloud.Services.Glue.State.Lock)
            Assert.Empty(_cloud.Services.Glue.State.Table("duffbeer", "fact_things").Archived);
    }

    [Fact]
    public async Task A_view_of_an_earlier_version_of_DuffBeer_becomes_a_table()
    {
        await _cloud.Tables.EnsureDatabaseAsync(default);
        await _cloud.Glue.CreateTableAsync(
            new("duffbeer", new()
            {
                Name = "fact_things",
                TableType = "VIRTUAL_VIEW",
                ViewOriginalText = "/* Presto View: e30= */",
                Parameters = new Dictionary<string, string> { ["presto_view"] = "true" },
            }),
            default);

        await PointAsync("20260105T080000000Z", [new("id", LogicalType.Int32)]);

        Assert.Equal("EXTERNAL_TABLE", (await _cloud.Tables.FindAsync("fact_things", default))!.TableType);
    }

    [Fact]
    public async Task A_table_that_another_writer_changed_is_read_again()
    {
        await PointAsync("20260104T080000000Z", [new("id", LogicalType.Int32)]);
        var before = _cloud.Server.Calls.Count;
        _cloud.Server.Faults.RefuseNext("AWSGlue:UpdateTable", "ConcurrentModificationException");

        await PointAsync("20260105T080000000Z", [new("id", LogicalType.Int32)]);

        Assert.Equal(
            ["GetDatabase", "GetTable", "UpdateTable", "GetTable", "UpdateTable"],
            _cloud.Server.Calls.Skip(before).Select(call => call.Operation));
    }

    [Fact]
    public async Task A_model_does_not_replace_another_table_of_its_name()
    {
        await Catalog.DeclareAsync(s_things, default);

        var failure = await Assert.ThrowsAsync<TerminalException>(() => Catalog.PointAsync(
            "things", [new("id", LogicalType.Int32)], [$"{LakeKeys.Mart("things", "1", 1)}a.parquet"], default));

        Assert.Equal(ProblemCode.Conflict, failure.Code);
    }

    [Fact]
    public async Task Only_tables_of_versions_that_are_not_kept_are_removed()
    {
        var tables = _cloud.NewTables;
        foreach (var snapshot in (string[])["20260101T080000000Z", "20260102T080000000Z", "20260103T080000000Z", "20260104T080000000Z"])
            await tables.Versions.EnsureAsync([new("id", LogicalType.Int32)], Version(snapshot), default);
        await PointAsync("20260102T080000000Z", [new("id", LogicalType.Int32)]);
        await Catalog.DeclareAsync(s_things, default);
        TableInput Table(string name, string location, params TableColumn[] keys) => ParquetTable.Of(
            name, [new("id", LogicalType.Int32)], keys, location, "", new Dictionary<string, string>());
        TableColumn[] attempt = [new("run_attempt", LogicalType.String), new("folder", LogicalType.String)];
        foreach (var table in (TableInput[])[
            Table("build__0123", "s3://duffbeer-lake/marts/fact_things/v=20260102T080000000Z/a1/x/"),
            Table("theirs__20260101t080000000z", "s3://theirs/marts/theirs/v=20260101T080000000Z/a1/x/"),
            Table("theirs__parts", "s3://theirs/parts/"),
            Table("things__parts", "s3://duffbeer-lake/tables/things/", attempt)])
            await _cloud.Glue.CreateTableAsync(new("duffbeer", table), default);

        await Catalog.RetireAsync("20260103T080000000Z", [Version("20260102T080000000Z")], default);

        Assert.Equal(
            [
                "fact_things", "fact_things__20260102t080000000z", "fact_things__20260104t080000000z",
                "theirs__20260101t080000000z", "theirs__parts", "things",
            ],
            _cloud.Services.Glue.State.Database("duffbeer").Keys);
    }

    Task PointAsync(string snapshot, TableColumn[] columns) => Catalog.PointAsync("fact_things", columns, Version(snapshot), default);

    static string[] Version(string snapshot) => [$"{LakeKeys.Mart("fact_things", snapshot, 1)}part-0.parquet"];

    GluePartitions Partitions => new(_cloud.Glue, "duffbeer");

    static string[] Parts(int days, int attempt, string run = "r1") =>
        [
            .. Enumerable.Range(0, days).Select(
                day => LakeKeys.Part(
                    "things",
                    FormattableString.Invariant($"day={new DateOnly(2026, 1, 1).AddDays(day):yyyy-MM-dd}"),
                    new(run, attempt, 0, 0),
                    ".parquet")),
        ];

    int Calls(string operation) => _cloud.Server.Calls.Count(call => call.Operation == operation);
}
