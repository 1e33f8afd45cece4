using System.Reflection;
using DuffBeer.Aws.Events;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Aws.Tests.Sql;

/// <summary>
/// The same data, models and reports through AWS's protocols and on one machine. This tests the protocols; the dialect's golden values
/// test where Trino computes differently.
/// </summary>
public sealed class BothEnginesTests : IAsyncLifetime
{
    static readonly Dictionary<string, string> s_samples = new()
    {
        ["duff_orders"] = "duff/orders.csv",
        ["date_dim"] = "restaurant/date_dim.csv",
        ["order_items"] = "restaurant/order_items.csv",
        ["order_item_options"] = "restaurant/order_item_options.csv",
        ["retail_orders"] = "retail/orders.csv",
    };

    static readonly string[] s_explained =
    [
        "breakage-by", "churn-trend", "customer-cohorts", "location-trends", "loyalty-trends", "price-band-trends", "pricing-proxies",
        "retail-profit", "sales-by-product", "segment-moves", "status-changes", "value-curve", "value-histogram",
    ];

    readonly SqlCloud _cloud = new();
    readonly string _folder = Directory.CreateTempSubdirectory("both-engines-").FullName;

    public Task InitializeAsync() => _cloud.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Return_the_same_models_and_reports_and_every_statement_is_Trino_SQL()
    {
        var cloud = new Product(
            new(_cloud.Landing, _cloud.Lake, SqlCloud.LandingBucket),
            _cloud.Engine,
            _cloud.Catalog,
            new EventBridgePublisher(_cloud.Events, new()));
        foreach (var (dataset, file) in s_samples)
            Assert.Null((await cloud.IngestAsync(dataset, Path.Combine(Samples, file))).Problem);
        Assert.Equal(s_samples.Count, _cloud.Services.Events.Taken.Count);

        // The engines start with the same bytes, because the values include run ids and source times.
        var lake = new FolderObjectStore(Path.Combine(_folder, "lake"));
        await CopyAsync(_cloud.Lake, lake);
        using var engine = new DuckDbQueryEngine(lake, lake.PathOf, Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName);
        var machine = new Product(
            new(lake, lake, SqlCloud.LandingBucket), engine, new DuckDbCatalog(lake, lake.PathOf), new NoEventPublisher());

        Assert.Null((await cloud.RefreshAsync("20260105T080000000Z")).Problem);
        Assert.Null((await machine.RefreshAsync("20260105T080000000Z")).Problem);

        await CompareModelsAsync(cloud, machine);
        await CompareDifferencesAsync(cloud, machine);
        await CompareReportsAsync(cloud, machine);
        await CompareValuesAsync(cloud, machine);
        await CompareExplanationsAsync(cloud, machine);
        await ProveAsync(cloud);
        Assert.Empty(await TrinoGrammar.MistakesAsync(
            _cloud.Services.Athena.Statements.Distinct()
                .Select((sql, index) => (sql, index))
                .ToDictionary(pair => FormattableString.Invariant($"{pair.index}"), pair => pair.sql)));
    }

    /// <summary>One report for each form of condition in the headers. Their figures are proved, too.</summary>
    static async Task CompareExplanationsAsync(Product cloud, Product machine)
    {
        foreach (var report in Product.Reports.Where(report => s_explained.Contains(report.Name)))
        {
            var (here, there) = (await machine.WhyAsync(report), await cloud.WhyAsync(report));
            Assert.Equal(here.Below, there.Below);
            // Only the cloud has the files.
            Assert.True(there.Read > 0, $"{report.Name}: {string.Join(", ", there.Below)}");
        }
    }

    /// <summary>Figures that Athena gave are computed again from the bytes in S3, on one machine.</summary>
    async Task ProveAsync(Product cloud)
    {
        var scratch = new FolderObjectStore(Path.Combine(_folder, "proofs"));
        using var bench = new DuckDbQueryEngine(
            scratch, scratch.PathOf, Directory.CreateDirectory(Path.Combine(_folder, "proofs-tmp")).FullName);
        var cells = 0;
        foreach (var report in Product.Reports.Where(report => s_explained.Contains(report.Name)))
        {
            var proof = await cloud.ProveAsync(report, bench, scratch);
            Assert.True(
                proof.Holds, $"{report.Name}: {string.Join(", ", proof.Cells.Where(cell => !cell.Holds).Select(cell => cell.ToString()))}");
            cells += proof.Cells.Count(cell => !cell.IsWhole);
        }

        Assert.InRange(cells, 80, int.MaxValue);
    }

    static async Task CompareModelsAsync(Product cloud, Product machine)
    {
        var (there, here) = ((await cloud.SnapshotAsync()).ToRelations(), (await machine.SnapshotAsync()).ToRelations());
        Assert.Equal(Product.Definitions.Graph.Models.Select(model => model.Name).Order(), there.Keys.Order());
        foreach (var model in there.Keys)
            AssertSame(model, await machine.RowsAsync(here[model]), await cloud.RowsAsync(there[model]));
    }

    /// <summary>Models with and without a key, against an equal build, and against none.</summary>
    static async Task CompareDifferencesAsync(Product cloud, Product machine)
    {
        foreach (var model in new[] { "fact_orders", "client_sales", "customer_segments" })
        {
            var (here, there) = (await machine.DifferencesAsync(model), await cloud.DifferencesAsync(model));
            Assert.Equal(here, there);
            Assert.Equal(2, here.Count);
            Assert.StartsWith($"{model} SameRows", here[0], StringComparison.Ordinal);
            Assert.DoesNotContain(" 0 ", here[1][..here[1].IndexOf(':', StringComparison.Ordinal)], StringComparison.Ordinal);
        }
    }

    static async Task CompareReportsAsync(Product cloud, Product machine)
    {
        var withRows = 0;
        foreach (var report in Product.Reports)
        {
            var parameters = report.Parameters.Where(parameter => parameter.Required)
                .Select(parameter => KeyValuePair.Create(parameter.Name, "1001"))
                .ToList();
            var (here, there) = (await machine.ReportAsync(report, parameters), await cloud.ReportAsync(report, parameters));
            Assert.Equal(here.AsOf, there.AsOf);
            AssertSame(report.Name, here.Rows, there.Rows);
            withRows += here.Rows.Count > 0 ? 1 : 0;
            Assert.Equal(here.LeftOut, there.LeftOut);
            await CompareCountAsync(report, parameters, here, cloud);
            await CompareCountAsync(report, parameters, here, machine);
            if (report.Period is not null)
            {
                parameters.Add(new("fill", "zero"));
                AssertSame(
                    report.Name, (await machine.ReportAsync(report, parameters)).Rows, (await cloud.ReportAsync(report, parameters)).Rows);
            }
        }

        Assert.True(withRows > 25, $"Only {withRows} reports have rows.");
    }

    /// <summary>The first page of one row counts the rows that all pages have.</summary>
    static async Task CompareCountAsync(
        ReportDefinition report, List<KeyValuePair<string, string>> parameters, ReportResult whole, Product product)
    {
        var first = await product.ReportAsync(report, [.. parameters, new("limit", "1")]);
        Assert.True(first.TotalRows == whole.TotalRows, $"{report.Name} has {whole.TotalRows} rows and counts {first.TotalRows}.");
    }

    static async Task CompareValuesAsync(Product cloud, Product machine)
    {
        var (found, turn) = (0, 0);
        string?[] searches = [null, "A", "1"];
        foreach (var report in Product.Reports)
        {
            foreach (var parameter in report.Parameters)
            {
                foreach (var search in Law.Some(searches, ++turn))
                {
                    var (here, there) = (
                        await machine.ValuesAsync(report, parameter, search), await cloud.ValuesAsync(report, parameter, search));
                    Assert.Equal(here?.Values, there?.Values);
                    Assert.Equal(here?.IsComplete, there?.IsComplete);
                    found += here?.Values.Count ?? 0;
                }
            }
        }

        Assert.True(found > 100, $"Only {found} values.");
    }

    static void AssertSame(string name, IReadOnlyList<object?[]> expected, IReadOnlyList<object?[]> actual)
    {
        Assert.True(expected.Count == actual.Count, $"{name} has {expected.Count} rows on one machine and {actual.Count} in the cloud.");
        foreach (var (index, row) in expected.Index())
            Assert.True(
                row.Zip(actual[index]).All(pair => Same(pair.First, pair.Second)),
                $"{name}, row {index}: {string.Join(" | ", row)} on one machine, {string.Join(" | ", actual[index])} in the cloud.");
    }

    // The order in which an engine adds doubles is not fixed, even within one engine.
    static bool Same(object? expected, object? actual) => expected is double left && actual is double right
        ? Math.Abs(left - right) <= 1e-12 + 1e-9 * Math.Max(Math.Abs(left), Math.Abs(right))
        : Equals(expected, actual);

    static async Task CopyAsync(IObjectStore from, FolderObjectStore to)
    {
        await foreach (var stat in from.ListAsync("", default))
        {
            await using var source = await from.OpenAsync(stat, default);
            var content = new byte[stat.Size];
            for (var read = 0; read < content.Length;)
                read += await source.ReadAsync(read, content.AsMemory(read), default);
            await using var upload = await to.CreateAsync(stat.Key, WriteCondition.None, default);
            await upload.Body.WriteAsync(content);
            await upload.CommitAsync(default);
        }
    }

    static string Samples =>
        typeof(BothEnginesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "SamplesFolder").Value!;
}
