using DuffBeer.Core.Ports;

namespace DuffBeer.Functions.Hosting;

/// <summary>The ports of the core over one cloud. What is a function is made when it is first needed.</summary>
public sealed record CloudPorts(Stores Stores, Func<IQueryEngine> Engine, Func<ITableCatalog> Catalog, IEventPublisher Events);
