using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.OpenLineage;

/// <summary>What events are made of.</summary>
public sealed record LineageSources
{
    public required IObjectStore Lake { get; init; }
    public required DatasetCatalog Datasets { get; init; }
    public required Func<ModelDefinitions> Models { get; init; }

    /// <summary>The name of a file in landing.</summary>
    public required Func<RunSource, CancellationToken, Task<DatasetName>> SourceOf { get; init; }

    /// <summary>The name of what the lake has under a key.</summary>
    public required Func<string, DatasetName> InLake { get; init; }

    /// <summary>The engine that runs SQL, in lower case.</summary>
    public required string SqlDialect { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>The publisher that gets every event first.</summary>
    public required Func<IEventPublisher> Next { get; init; }

    /// <summary>Receives warnings for the operator.</summary>
    public required Action<string> Warn { get; init; }
}
