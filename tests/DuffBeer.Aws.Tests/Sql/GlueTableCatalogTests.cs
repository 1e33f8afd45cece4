using DuffBeer.Aws.Glue;
using DuffBeer.FakeAws.Faults;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

public sealed class GlueTableCatalogTests : TableCatalogContract, IAsyncLifetime
{
    readonly SqlCloud _cloud = new();

    protected override ITableCatalog Catalog => _cloud.Catalog;

    protected override IQueryEngine Engine => _cloud.Engine;

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    /// <summary>Queries Athena by the table's name in the catalog.</summary>
    protected override async Task<IReadOnlyList<object?[]>> AskAsync(string table, string columns) =>
        (await Engine.QueryAsync(new($"SELECT {columns} FROM \"duffbeer\".\"{table}\" WHERE {(++_asked)} > 0", [], []), default)).Rows;

    int _asked;

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
        await _cloud.Tables.EnsureAsync(
            ParquetTable.Of(
                "things", [new("id", LogicalType.Int32)], [], "s3://theirs/things/", "", new Dictionary<string, string>()),
            mayMove: false,
            default);

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
                "theirs__20260101t080000000z", "theirs__parts",
            ],
            _cloud.Services.Glue.State.Database("duffbeer").Keys);
    }

    Task PointAsync(string snapshot, TableColumn[] columns) => Catalog.PointAsync("fact_things", columns, Version(snapshot), default);

    static string[] Version(string snapshot) => [$"{LakeKeys.Mart("fact_things", snapshot, 1)}part-0.parquet"];
}
