using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Ingest;

namespace DuffBeer.Core.Composition;

/// <summary>All that the core works with: the ports as some host fulfils them, and the definitions. What is a function is asked for when it is needed.</summary>
public sealed record CoreParts
{
    public required Stores Stores { get; init; }
    public required Func<IQueryEngine> Engine { get; init; }
    public required IPartWriter Writer { get; init; }
    public required Func<ITableCatalog> Catalog { get; init; }

    /// <summary>Who is told that a run has ended.</summary>
    public required Func<IEventPublisher> Events { get; init; }
    public required DatasetCatalog Datasets { get; init; }
    public required Func<ModelDefinitions> Models { get; init; }
    public required Func<IReadOnlyList<ReportDefinition>> Reports { get; init; }
    public required IngestSettings Settings { get; init; }

    /// <summary>What runs and refreshes are priced by.</summary>
    public required Func<PriceTable> Prices { get; init; }
    public required TimeProvider Time { get; init; }
}
