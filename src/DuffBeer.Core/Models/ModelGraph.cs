using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models;

/// <summary>Which model reads which: what may be built at once, and what follows from a change.</summary>
public sealed class ModelGraph
{
    readonly Dictionary<string, SqlModel> _models;

    ModelGraph(Dictionary<string, SqlModel> models, IReadOnlyList<IReadOnlyList<SqlModel>> waves) => (_models, Waves) = (models, waves);

    /// <summary>Models of a wave read only models of earlier waves; within a wave they are ordered by name.</summary>
    public IReadOnlyList<IReadOnlyList<SqlModel>> Waves { get; }

    /// <summary>Every model after all that it reads.</summary>
    public IEnumerable<SqlModel> Models => Waves.SelectMany(wave => wave);

    public SqlModel? this[string name] => _models.GetValueOrDefault(name);

    /// <exception cref="TerminalException"><c>DefinitionInvalid</c> with the mistakes of <see cref="Check"/>.</exception>
    public static ModelGraph Of(IReadOnlyCollection<SqlModel> models, IReadOnlyCollection<string> datasets)
    {
        var errors = Check(models, datasets);
        if (errors.Count > 0)
            throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
        return new(models.ToDictionary(model => model.Name), WavesOf(models, out _));
    }

    /// <summary>Finds duplicate names, missing inputs and cycles.</summary>
    public static IReadOnlyList<DefinitionError> Check(IReadOnlyCollection<SqlModel> models, IReadOnlyCollection<string> datasets)
    {
        var errors = new List<DefinitionError>();
        var names = new Dictionary<string, string>(datasets.Select(dataset => KeyValuePair.Create(dataset, $"the dataset {dataset}")));
        foreach (var model in models)
        {
            if (!names.TryAdd(model.Name, model.File))
                errors.Add(new(model.File, 1, 1, $"the name {model.Name} is taken by {names[model.Name]}"));
        }

        foreach (var model in models)
        {
            errors.AddRange(
                from call in model.Sql.Calls
                let isKnown = call.Function switch
                {
                    TemplateFunction.Ref => models.Any(other => other.Name == call.Literal),
                    TemplateFunction.Source => datasets.Contains(call.Literal),
                    _ => true,
                }
                where !isKnown
                select new DefinitionError(
                    model.File,
                    call.Line,
                    call.Column,
                    $"{call.Function}('{call.Literal}'): there is no such "
                        + $"{(call.Function == TemplateFunction.Ref ? "model" : "dataset")}"));
        }

        if (errors.Count > 0)
            return errors;
        WavesOf(models, out var circular);
        return
        [
            .. circular.Select(
                model => new DefinitionError(model.File, 1, 1, $"{model.Name} reads itself, by way of {Circle(model, circular)}"))
        ];
    }

    /// <summary>The models that read one of these, directly or through others; these themselves only if they read each other.</summary>
    public IReadOnlySet<string> Downstream(IEnumerable<string> of)
    {
        var changed = of.ToHashSet();
        var found = new HashSet<string>();
        foreach (var model in Models.Where(
            model => model.Sql.Refs.Concat(model.Sql.Sources).Any(input => changed.Contains(input) || found.Contains(input))))
            found.Add(model.Name);
        return found;
    }

    static List<IReadOnlyList<SqlModel>> WavesOf(IReadOnlyCollection<SqlModel> models, out List<SqlModel> circular)
    {
        var waves = new List<IReadOnlyList<SqlModel>>();
        var built = new HashSet<string>();
        var waiting = models.OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        while (waiting.Where(model => model.Sql.Refs.All(built.Contains)).ToList() is { Count: > 0 } wave)
        {
            waves.Add(wave);
            built.UnionWith(wave.Select(model => model.Name));
            waiting.RemoveAll(wave.Contains);
        }

        // A model that depends on a cycle without being part of it is not at fault.
        while (waiting.RemoveAll(model => !waiting.Any(other => other.Sql.Refs.Contains(model.Name))) > 0)
        {
        }

        circular = waiting;
        return waves;
    }

    static string Circle(SqlModel model, List<SqlModel> circular) =>
        string.Join(", ", model.Sql.Refs.Where(name => circular.Any(other => other.Name == name)));
}
