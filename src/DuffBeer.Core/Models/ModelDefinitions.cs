using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Everything that a refresh needs of the definitions.</summary>
public sealed record ModelDefinitions(
    ModelGraph Graph,
    IReadOnlyList<Audit> Audits,
    IReadOnlyDictionary<string, SqlValue> Settings,
    IReadOnlyDictionary<string, DatasetContract> Contracts)
{
    /// <summary>What templates mean in one snapshot.</summary>
    public SqlScope Scope(ISqlDialect dialect, IReadOnlyDictionary<string, Relation> models, IReadOnlyDictionary<string, Relation> datasets) =>
        new(dialect) { Models = models, Datasets = datasets, Contracts = Contracts, Settings = Settings };
}
