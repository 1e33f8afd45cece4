using System.Reflection;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>Every shipped dataset, as a reader that knows nothing of us finds it in its Iceberg table.</summary>
public sealed class SampleTablesTests : IDisposable
{
    /// <summary>A reader in JavaScript takes long for more.</summary>
    static readonly int s_lines = Law.IsWhole ? int.MaxValue : 300;

    static readonly IReadOnlyList<DatasetContract> s_contracts = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts;

    static readonly string s_samples = Path.Combine(
        typeof(SampleTablesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "CasesFolder").Value!,
        "../../../samples");

    static readonly Dictionary<string, string> s_files = new()
    {
        ["duff_orders"] = "duff/orders.csv",
        ["date_dim"] = "restaurant/date_dim.csv",
        ["order_items"] = "restaurant/order_items.csv",
        ["order_item_options"] = "restaurant/order_item_options.csv",
        ["restaurant_locations"] = "restaurant/restaurant_locations.csv",
        ["retail_orders"] = "retail/orders.csv",
    };

    readonly Home _home = new() { Definitions = DefinitionFolder.Default };
    readonly TemporaryFolder _elsewhere = new();

    public void Dispose()
    {
        _home.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public async Task Every_sample_is_read_row_for_row_and_again_once_the_catalog_of_a_moved_home_is_repaired()
    {
        var rows = new Dictionary<string, List<string>>();
        foreach (var (dataset, file) in s_files)
        {
            var sample = await File.ReadAllLinesAsync(Path.Combine(s_samples, file));
            var some = Csv.Bytes(string.Concat(sample.Take(s_lines).Select(line => line + "\n")));
            var ended = await _home.IngestDatasetAsync(dataset, _home.Write($"{dataset}.csv", some));
            Assert.Equal(RunStatus.Completed, ended.Record.Status);
            var contract = s_contracts.Single(known => known.Name == dataset);
            var read = await _home.RowsAsync(contract, [.. contract.TableColumns.Select(column => column.Name)]);
            rows[dataset] = [.. read.Select(row => string.Join('|', row.Select(TableWorld.Text))).Order(StringComparer.Ordinal)];
            Assert.NotEmpty(rows[dataset]);
        }

        await CompareAsync(_home.Root, rows);

        var moved = _elsewhere["moved"];
        Directory.Move(_home.Root, moved);
        await using var workspace = new EmbeddedWorkspace(new(moved), _ => { });
        Assert.Equal(s_files.Keys.Order(), (await workspace.RepairCatalogAsync(default)).Select(table => table.Dataset).Order());
        Assert.Empty(await workspace.RepairCatalogAsync(default));
        await CompareAsync(moved, rows);
    }

    static async Task CompareAsync(string home, Dictionary<string, List<string>> rows)
    {
        var lake = new FolderObjectStore(Path.Combine(home, "lake"));
        using var reader = new IcebergReader(lake.Root, lake.LocationOf(""));
        foreach (var (dataset, expected) in rows)
        {
            var table = await reader.ReadAsync(dataset);
            Assert.Equal(
                expected,
                table.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "null"))).Order(StringComparer.Ordinal));
        }
    }
}
