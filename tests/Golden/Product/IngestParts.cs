using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Ports;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>Parts of the core for tests that ingest and maintain, but never ask an engine.</summary>
static class IngestParts
{
    public static CoreParts Of(IObjectStore landing, IObjectStore lake, DatasetCatalog datasets, IOpenTables tables, TimeProvider time) =>
        new()
        {
            Stores = new(landing, lake, "landing"),
            Engine = () => throw new NotSupportedException(),
            Writer = new ParquetPartWriter(),
            Reader = new ParquetPartReader(),
            Catalog = () => throw new NotSupportedException(),
            Tables = tables,
            Events = () => new NoEventPublisher(),
            Datasets = datasets,
            Models = () => throw new NotSupportedException(),
            Reports = () => [],
            Settings = new() { Workers = 1 },
            Prices = () => PriceTable.Free,
            Time = time,
        };
}
