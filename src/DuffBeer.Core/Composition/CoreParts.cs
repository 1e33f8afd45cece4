using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Composition;

/// <summary>
/// The dependencies of the core: a host's ports, and the definitions. Functions are called only when their result is needed.
/// </summary>
public sealed record CoreParts
{
    public required Stores Stores { get; init; }
    public required Func<IQueryEngine> Engine { get; init; }
    public required IPartWriter Writer { get; init; }
    public required IPartReader Reader { get; init; }
    public required Func<ITableCatalog> Catalog { get; init; }

    /// <summary>Takes rows of runs out of files that several runs share.</summary>
    public IPackRewriter Packs => new PackRewriter(Stores.Lake, Reader, Writer, Tables, Time, Settings);

    /// <summary>The tables in which other engines find the datasets.</summary>
    public required IOpenTables Tables { get; init; }

    /// <summary>The publisher that announces the end of a run.</summary>
    public required Func<IEventPublisher> Events { get; init; }
    public required DatasetCatalog Datasets { get; init; }
    public required Func<ModelDefinitions> Models { get; init; }
    public required Func<IReadOnlyList<ReportDefinition>> Reports { get; init; }
    public required IngestSettings Settings { get; init; }

    /// <summary>The price table of runs and refreshes.</summary>
    public required Func<PriceTable> Prices { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>How long maintenance keeps what is no longer needed.</summary>
    public KeepTimes Keep { get; init; } = new();

    /// <summary>Which files maintenance merges.</summary>
    public MergeSizes Merge { get; init; } = new();

    /// <summary>Shared with the API of the same process, which shows them.</summary>
    public ChunksAtWork AtWork { get; init; } = new();
}
