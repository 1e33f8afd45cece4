using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Everything that a refresh needs of the definitions.</summary>
public sealed record ModelDefinitions(
    ModelGraph Graph,
    IReadOnlyList<Audit> Audits,
    SettingCatalog Settings,
    IReadOnlyDictionary<string, DatasetContract> Contracts)
{
    /// <summary>Refuses what a refresh could not do, before it is requested.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>: there is no such model; <c>BadRequest</c>: no such setting, or a value is not allowed.</exception>
    public void Check(IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings)
    {
        if (models.FirstOrDefault(name => Graph[name] is null) is { } unknown)
        {
            var known = string.Join(", ", Graph.Models.Select(model => model.Name));
            throw new TerminalException(ProblemCode.NotFound, $"There is no model '{unknown}'. Models are {known}.");
        }

        Settings.Choose(new Dictionary<string, string>(), settings);
    }

    /// <summary>What templates mean in one snapshot.</summary>
    /// <param name="chosen">The settings that an operator chose for it.</param>
    public SqlScope Scope(
        ISqlDialect dialect,
        IReadOnlyDictionary<string, Relation> models,
        IReadOnlyDictionary<string, Relation> datasets,
        IReadOnlyDictionary<string, string> chosen) =>
        new(dialect) { Models = models, Datasets = datasets, Contracts = Contracts, Settings = Settings.Values(chosen) };
}
