using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.ContractChanges;

/// <summary>A dataset whose header changed over time, in one table.</summary>
public sealed class VersionsTests : IDisposable
{
    static readonly DateTime s_old = new(2025, 12, 31, 0, 0, 0, DateTimeKind.Utc);
    static readonly DateTime s_new = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly Shop _shop = new("id", "fax", "mail");

    public VersionsTests()
    {
        _shop.Define("contracts/things.v1.yaml", Contract(1, "", "fax"));
        _shop.Define("contracts/things.yaml", Contract(2, "validFrom: 2026-01-01", "mail"));
    }

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Each_file_is_read_by_the_version_of_its_time_and_the_table_spans_them()
    {
        Assert.Equal(RunStatus.Completed, (await _shop.IngestAsync("a.csv", s_old, "id,fax\n1,555\n")).Status);
        Assert.Equal(RunStatus.Completed, (await _shop.IngestAsync("b.csv", s_new, "id,mail\n2,moe@tavern\n")).Status);

        Assert.Equal([[1L, "555", null], [2L, null, "moe@tavern"]], await _shop.ReportAsync());
    }

    [Fact]
    public async Task A_new_file_with_the_old_header_is_read_by_the_version_that_has_it()
    {
        var run = await _shop.IngestAsync("a.csv", s_new, "id,fax\n1,555\n");

        Assert.Equal((RunStatus.Completed, 1), (run.Status, run.ContractVersion));
        Assert.Contains(run.Warnings, warning => warning.Contains("does not fit version 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_whose_header_no_version_has_is_refused_by_the_version_of_its_date()
    {
        var run = await _shop.IngestAsync("a.csv", s_new, "id,telex\n1,555\n");

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("the header lacks mail", run.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_that_contradict_each_other_are_named_with_file_and_line()
    {
        _shop.Define("contracts/things.v3.yaml", "# Again\n" + Contract(2, "validFrom: 2026-02-01", "mail"));

        var fault = Assert.Single((await _shop.CheckAsync()).Faults);
        Assert.EndsWith("things.v3.yaml", fault.File, StringComparison.Ordinal);
        Assert.Equal(3, fault.Line);
        Assert.Contains("two contracts are version 2", fault.Message, StringComparison.Ordinal);
    }

    static string Contract(int version, string validFrom, string column) => $$"""
        dataset: things
        version: {{version}}
        {{validFrom}}
        source: { prefix: things/ }
        description: Things
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: {{column}}, type: string, required: true, description: Text }
        """;
}
