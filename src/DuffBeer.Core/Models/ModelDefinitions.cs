using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Everything that a refresh needs of the definitions.</summary>
public sealed record ModelDefinitions(
    ModelGraph Graph,
    IReadOnlyList<Audit> Audits,
    SettingCatalog Settings,
    IReadOnlyDictionary<string, DatasetContract> Contracts)
{
    /// <summary>What templates mean in one snapshot.</summary>
    /// <param name="chosen">The settings that an operator chose for it.</param>
    public SqlScope Scope(
        ISqlDialect dialect,
        IReadOnlyDictionary<string, Relation> models,
        IReadOnlyDictionary<string, Relation> datasets,
        IReadOnlyDictionary<string, string> chosen) =>
        new(dialect) { Models = models, Datasets = datasets, Contracts = Contracts, Settings = Settings.Values(chosen) };
}
