using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The definitions that a refresh needs.</summary>
public sealed record ModelDefinitions(
    ModelGraph Graph,
    IReadOnlyList<Audit> Audits,
    SettingCatalog Settings,
    IReadOnlyDictionary<string, DatasetContract> Contracts)
{
    /// <summary>Rejects an impossible refresh before it is requested.</summary>
    /// <exception cref="TerminalException">
    /// <c>NotFound</c>: no such model; <c>BadRequest</c>: no such setting, or a value or the snapshot's name is not allowed.
    /// </exception>
    public void Check(RefreshRequest request)
    {
        if (request.Models.FirstOrDefault(name => Graph[name] is null) is { } unknown)
        {
            var known = Graph.Models.Select(model => model.Name).ToList();
            throw new TerminalException(
                ProblemCode.NotFound,
                $"There is no model '{unknown}'.{LikelyName.Hint(unknown, known)} Models are {string.Join(", ", known)}.");
        }

        Settings.Choose(new Dictionary<string, string>(), request.Settings);
        if (request.Into is not { } name)
            return;
        SnapshotName.Require(name);
        if (Graph[name] is not null)
            throw new TerminalException(
                ProblemCode.BadRequest, $"A snapshot cannot be named '{name}', because a model has that name. Choose another one.");
    }

    /// <summary>The meaning of templates in one snapshot.</summary>
    /// <param name="chosen">The settings that an operator chose.</param>
    public SqlScope Scope(
        ISqlDialect dialect,
        IReadOnlyDictionary<string, Relation> models,
        IReadOnlyDictionary<string, Relation> datasets,
        IReadOnlyDictionary<string, string> chosen) =>
        new(dialect) { Models = models, Datasets = datasets, Contracts = Contracts, Settings = Settings.Values(chosen) };
}
