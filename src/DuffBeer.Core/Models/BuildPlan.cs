using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models;

/// <summary>The reason to build a model again.</summary>
public enum BuildReason { New, DefinitionChanged, DataChanged, InputRebuilt, Asked }

public sealed record PlannedModel(string Model, BuildReason Reason);

/// <summary>The models that a refresh builds, wave by wave, and those that it keeps from the previous snapshot.</summary>
public sealed record BuildPlan(IReadOnlyList<IReadOnlyList<PlannedModel>> Waves, IReadOnlyList<string> Kept)
{
    public bool IsEmpty => Waves.Count == 0;

    /// <param name="hashes">From <see cref="ModelHashes"/>.</param>
    /// <param name="datasets">Fingerprint of each dataset's published runs.</param>
    /// <param name="asked">Models to build whether changed or not, along with all that read them.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>: a requested model does not exist.</exception>
    public static BuildPlan Of(
        ModelGraph graph,
        IReadOnlyDictionary<string, string> hashes,
        IReadOnlyDictionary<string, string> datasets,
        Snapshot? previous,
        IReadOnlyCollection<string> asked)
    {
        if (asked.FirstOrDefault(name => graph[name] is null) is { } unknown)
            throw new TerminalException(
                ProblemCode.NotFound,
                $"There is no model {unknown}: there are {string.Join(", ", graph.Models.Select(model => model.Name))}.");

        var built = new HashSet<string>();
        var waves = new List<IReadOnlyList<PlannedModel>>();
        foreach (var wave in graph.Waves)
        {
            PlannedModel[] planned =
            [
                .. from model in wave
                   let reason = ReasonOf(model)
                   where reason is not null
                   select new PlannedModel(model.Name, reason.Value),
            ];
            built.UnionWith(planned.Select(model => model.Model));
            if (planned.Length > 0)
                waves.Add(planned);
        }

        return new(waves, [.. graph.Models.Select(model => model.Name).Where(name => !built.Contains(name))]);

        BuildReason? ReasonOf(SqlModel model)
        {
            if (previous is null || !previous.Models.TryGetValue(model.Name, out var version))
                return BuildReason.New;
            if (asked.Contains(model.Name))
                return BuildReason.Asked;
            if (model.Sql.Sources.Any(dataset => datasets[dataset] != previous.Datasets.GetValueOrDefault(dataset)?.Fingerprint))
                return BuildReason.DataChanged;
            if (model.Sql.Refs.Any(built.Contains))
                return BuildReason.InputRebuilt;
            return version.Hash == hashes[model.Name] ? null : BuildReason.DefinitionChanged;
        }
    }
}
