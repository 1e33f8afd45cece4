using DuffBeer.Core.Ports;

namespace DuffBeer.Functions.Hosting;

/// <summary>The ports of the core over one cloud; functions create theirs on first use.</summary>
public sealed record CloudPorts(Stores Stores, Func<IQueryEngine> Engine, Func<ITableCatalog> Catalog, IEventPublisher Events)
{
    /// <summary>The absolute URI of a key of the lake.</summary>
    public required Func<string, string> LocationOf { get; init; }

    /// <summary>The catalog that names the current metadata of open tables; null if the lake alone does.</summary>
    public ITablePointer? Pointer { get; init; }

    /// <summary>Receives events of uploads; null: they come to the webhook.</summary>
    public IQueuedEvents? Queue { get; init; }

    /// <summary>How to check the stores before the host starts.</summary>
    public IReadOnlyList<CheckedStore> Checks { get; init; } = [];
}
