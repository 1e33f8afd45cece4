using DuffBeer.Aws.Glue;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.FakeAws.Faults;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>The entry of the Glue Data Catalog that names the current metadata of an Iceberg table.</summary>
public sealed class GlueTablePointerTests : IAsyncLifetime
{
    static readonly TableColumn[] s_columns =
        [new("id", LogicalType.Int64, "Id of the thing"), new("at", LogicalType.Timestamp), SystemColumns.Offset, SystemColumns.Run];

    static readonly DatasetContract s_things = new()
    {
        Name = "things",
        Version = 3,
        Description = "Things of a test.",
        Grain = "thing",
        Source = new("things/"),
        Columns = [new() { Name = "id", Type = LogicalType.Int64, Description = "Id of the thing" }],
    };

    readonly SqlCloud _cloud = new();

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public Task DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task A_datasets_plain_name_is_an_Iceberg_table_that_names_its_metadata()
    {
        await PointAsync(1);

        var table = (await _cloud.Tables.FindAsync("things", default))!;
        Assert.Equal("EXTERNAL_TABLE", table.TableType);
        Assert.Equal("Things of a test.", table.Description);
        Assert.Equal("s3://duffbeer-lake/iceberg/things", table.StorageDescriptor!.Location);
        Assert.Equal(s_columns.Select(HiveTypes.ColumnOf), table.StorageDescriptor.Columns!);
        Assert.Equal(
            ("ICEBERG", Metadata(1), "3"),
            (table.Parameters!["table_type"], table.Parameters["metadata_location"], table.Parameters["duffbeer.contract_version"]));
        Assert.False(table.Parameters.ContainsKey("previous_metadata_location"));
        Assert.Empty(table.PartitionKeys ?? []);
    }

    [Fact]
    public async Task A_commit_moves_the_pointer_once_with_the_version_it_read_and_archives_nothing()
    {
        await PointAsync(1);
        var before = _cloud.Server.Calls.Count;

        await PointAsync(2);
        await PointAsync(2);

        Assert.Equal(["GetDatabase", "GetTable", "UpdateTable", "GetDatabase", "GetTable"], Calls(before));
        Assert.Equal((Metadata(2), Metadata(1)), await ShownAsync());
        lock (_cloud.Services.Glue.State.Lock)
            Assert.Empty(_cloud.Services.Glue.State.Table("duffbeer", "things").Archived);
    }

    [Fact]
    public async Task A_late_writer_never_moves_the_pointer_back()
    {
        await PointAsync(3);
        await PointAsync(2);
        await PointAsync(10);
        await PointAsync(9);

        Assert.Equal((Metadata(10), Metadata(3)), await ShownAsync());
    }

    [Theory]
    [InlineData(FaultKind.LostAnswer)]
    [InlineData(FaultKind.Throttled)]
    public async Task A_lost_answer_is_looked_up(FaultKind fault)
    {
        foreach (var operation in (string[])["CreateDatabase", "CreateTable"])
            _cloud.Server.Faults.FailNext($"AWSGlue:{operation}", fault);
        await PointAsync(1);
        _cloud.Server.Faults.FailNext("AWSGlue:UpdateTable", fault);
        await PointAsync(2);

        Assert.Equal((Metadata(2), Metadata(1)), await ShownAsync());
    }

    [Fact]
    public async Task A_table_that_another_writer_changed_is_read_again()
    {
        await PointAsync(1);
        var before = _cloud.Server.Calls.Count;
        _cloud.Server.Faults.RefuseNext("AWSGlue:UpdateTable", "ConcurrentModificationException");

        await PointAsync(2);

        Assert.Equal(["GetDatabase", "GetTable", "UpdateTable", "GetTable", "UpdateTable"], Calls(before));
    }

    [Fact]
    public async Task The_catalog_refuses_an_update_of_a_version_that_is_not_the_newest()
    {
        await PointAsync(1);
        var read = (await _cloud.Tables.FindAsync("things", default))!;
        await PointAsync(2);

        var failure = await Assert.ThrowsAsync<TransientException>(() => _cloud.Glue.UpdateTableAsync(
            new("duffbeer", new() { Name = "things", TableType = "EXTERNAL_TABLE" }, SkipArchive: true, read.VersionId), default));

        Assert.True(GlueClient.IsChanged(failure));
        Assert.Equal((Metadata(2), Metadata(1)), await ShownAsync());
    }

    [Fact]
    public async Task A_Hive_table_of_an_earlier_version_of_DuffBeer_is_replaced_and_another_table_is_a_problem()
    {
        TableInput Hive(string name, Dictionary<string, string> parameters) => ParquetTable.Of(
            name, s_columns, [new("run_id", LogicalType.String)], $"s3://duffbeer-lake/tables/{name}/", "", parameters);
        await _cloud.Tables.EnsureAsync(Hive("things", new() { ["duffbeer.dataset"] = "things" }), mayMove: false, default);
        await PointAsync(1);
        Assert.Equal((Metadata(1), null), await ShownAsync());

        await _cloud.Tables.EnsureAsync(Hive("others", []), mayMove: false, default);
        var failure = await Assert.ThrowsAsync<TerminalException>(() => PointAsync(1, "others"));
        Assert.Equal(ProblemCode.Conflict, failure.Code);
    }

    [Fact]
    public async Task Metadata_that_another_tool_committed_is_replaced()
    {
        await PointAsync(1);
        var found = (await _cloud.Tables.FindAsync("things", default))!;
        var parameters = new Dictionary<string, string>(found.Parameters!) { ["metadata_location"] = "s3://theirs/00002-x.metadata.json" };
        await _cloud.Glue.UpdateTableAsync(
            new("duffbeer", new()
            {
                Name = "things",
                TableType = found.TableType,
                StorageDescriptor = found.StorageDescriptor,
                Parameters = parameters,
            }),
            default);

        await PointAsync(1);

        Assert.Equal((Metadata(1), "s3://theirs/00002-x.metadata.json"), await ShownAsync());
    }

    Task PointAsync(int version, string name = "things") => new GlueTablePointer(_cloud.Tables).PointAsync(
        s_things with { Name = name },
        new(
            name, version, $"s3://duffbeer-lake/iceberg/{name}", Metadata(version).Replace("things", name, StringComparison.Ordinal),
            s_columns),
        default);

    async Task<(string? Metadata, string? Previous)> ShownAsync()
    {
        var parameters = (await _cloud.Tables.FindAsync("things", default))!.Parameters!;
        return (parameters.GetValueOrDefault("metadata_location"), parameters.GetValueOrDefault("previous_metadata_location"));
    }

    IEnumerable<string> Calls(int before) => _cloud.Server.Calls.Skip(before).Select(call => call.Operation);

    static string Metadata(int version) =>
        FormattableString.Invariant($"s3://duffbeer-lake/iceberg/things/metadata/v{version}.metadata.json");
}
