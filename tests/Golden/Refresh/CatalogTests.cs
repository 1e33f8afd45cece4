using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Refresh;

/// <summary>The catalog for outside tools follows what readers see, if need be with the next refresh.</summary>
public sealed class CatalogTests : IDisposable
{
    readonly Home _home = new() { Definitions = RefreshSteps.Definitions };
    readonly TemporaryFolder _scratch = new();

    public void Dispose()
    {
        _home.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_catalog_that_failed_is_reported_and_pointed_by_the_next_refresh_though_nothing_has_changed()
    {
        await _home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(5));
        var catalog = new Catalog();

        var failed = await RefreshAsync(new Unavailable(), "2026-02-01T00-00-00.000Z");
        var next = await RefreshAsync(catalog, "2026-02-02T00-00-00.000Z");

        Assert.Equal((null, ProblemCode.EngineUnavailable), (failed.Problem, failed.CatalogProblem?.Code));
        Assert.NotNull(failed.Snapshot);
        Assert.Equal((null, null, null), (next.Snapshot, next.Problem, next.CatalogProblem));
        Assert.Contains("fact_orders", catalog.Pointed);

        catalog.Pointed.Clear();
        await RefreshAsync(catalog, "2026-02-03T00-00-00.000Z");
        Assert.Empty(catalog.Pointed);
    }

    [Fact]
    public async Task A_table_shows_the_parts_of_the_refresh_also_after_an_update_that_ended_early()
    {
        var catalog = new Catalog();
        await IngestAndRefreshAsync("a.csv", catalog, "2026-02-01T00-00-00.000Z");
        await IngestAndRefreshAsync("b.csv", catalog, "2026-02-02T00-00-00.000Z");
        Assert.Equal([1, 2], catalog.Published);

        await IngestAndRefreshAsync("c.csv", new Unavailable(), "2026-02-03T00-00-00.000Z");
        await IngestAndRefreshAsync("d.csv", catalog, "2026-02-04T00-00-00.000Z");
        Assert.Equal([1, 2, 4], catalog.Published);
    }

    async Task IngestAndRefreshAsync(string file, ITableCatalog catalog, string snapshot)
    {
        await _home.IngestAsync(file, Csv.Header + Csv.Rows(5));
        Assert.NotNull((await RefreshAsync(catalog, snapshot)).Snapshot);
    }

    async Task<Core.Runs.Refresh.RefreshModels.Result> RefreshAsync(ITableCatalog catalog, string snapshot)
    {
        using var engine = new DuckDbQueryEngine(_home.Lake, _home.Lake.PathOf, _scratch["scratch"]);
        return await RefreshSteps.RunAsync(_home.Lake, engine, catalog, snapshot, tries: 2);
    }

    class Catalog : ITableCatalog
    {
        public List<string> Pointed { get; } = [];

        /// <summary>How many parts of orders were published.</summary>
        public List<int> Published { get; } = [];

        public virtual Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task PublishAsync(
            DatasetContract contract, Func<CancellationToken, Task<IReadOnlyList<string>>> parts, CancellationToken cancellationToken)
        {
            if (contract.Name == "duff_orders")
                Published.Add((await parts(cancellationToken)).Count);
        }

        public Task RetireAsync(string newest, IReadOnlyCollection<IReadOnlyList<string>> kept, CancellationToken cancellationToken) =>
            Task.CompletedTask;

        public Task PointAsync(
            string model,
            IReadOnlyList<TableColumn> columns,
            IReadOnlyList<string> parts,
            CancellationToken cancellationToken)
        {
            Pointed.Add(model);
            return Task.CompletedTask;
        }
    }

    sealed class Unavailable : Catalog
    {
        public override Task DeclareAsync(DatasetContract contract, CancellationToken cancellationToken) =>
            throw new TransientException(ProblemCode.EngineUnavailable, "The catalog is unavailable.");
    }
}
