using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>A link by which rows are reached.</summary>
/// <param name="Reader">The model whose rows are below; null for the report's row.</param>
public sealed record ReadLink(string? Reader, InputLink Link);

/// <summary>A model or dataset below a row of a report.</summary>
/// <param name="Level">1 for what the report reads, one more for each step below.</param>
public sealed record ReadInput(string Name, bool IsDataset, int Level, IReadOnlyList<ReadLink> Links);

/// <summary>All that a row of a report is made of: each model after those that read it, datasets last.</summary>
/// <param name="Whole">Models of which every row counts; they are named, not followed.</param>
public sealed record ExplainPlan(IReadOnlyList<ReadInput> Inputs, IReadOnlyList<string> Whole)
{
    public IEnumerable<ReadInput> Datasets => Inputs.Where(input => input.IsDataset);

    /// <param name="column">Only what this column of the report is made of; null for all columns.</param>
    /// <exception cref="TerminalException">
    /// <c>NotFound</c>: the report or a model below it does not say where its rows come from.
    /// </exception>
    public static ExplainPlan Of(ReportRequest request, string? column, ModelGraph graph)
    {
        var report = request.Report;
        var links = report.From ?? throw Missing($"the report {report.Name}", report.File);
        var given = request.Values.Where(value => value.Value.Value is not null).Select(value => value.Key).ToHashSet();
        var reads = new Dictionary<string, List<ReadLink>>();
        var levels = new Dictionary<string, int>();
        var asked = new Dictionary<string, string?>();
        var whole = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var link in links.Where(link => link.Supplies(column) && IsRead(link, given)))
            Follow(null, link, 1, column);

        var inputs = new List<ReadInput>();
        foreach (var model in graph.Models.Reverse().Where(model => reads.ContainsKey(model.Name)))
        {
            inputs.Add(new(model.Name, false, levels[model.Name], reads[model.Name]));
            if (model.From is null && (model.Sql.Refs.Count > 0 || model.Sql.Sources.Count > 0))
                throw Missing($"the model {model.Name}", model.File);
            // A column keeps its name from model to model; where it has another, all columns are followed.
            var only = asked[model.Name] is { } name && model.HasColumn(name) ? name : null;
            foreach (var link in (model.From ?? []).Where(link => link.Supplies(only)))
                Follow(model.Name, link, levels[model.Name] + 1, only);
        }

        inputs.AddRange(
            from input in reads
            where graph[input.Key] is null
            orderby input.Key
            select new ReadInput(input.Key, true, levels[input.Key], input.Value));
        return new(inputs, [.. whole]);

        void Follow(string? reader, InputLink link, int level, string? only)
        {
            if (link.IsWhole)
            {
                whole.Add(link.Input);
                return;
            }

            if (!reads.TryGetValue(link.Input, out var found))
                reads[link.Input] = found = [];
            found.Add(new(reader, link));
            asked[link.Input] = found.Count == 1 || asked[link.Input] == only ? only : null;
            levels[link.Input] = Math.Max(level, levels.GetValueOrDefault(link.Input));
        }
    }

    static bool IsRead(InputLink link, HashSet<string> given) =>
        link.IfGiven.Count == 0 || link.IfGiven.Any(given.Contains) != link.IfNone;

    static TerminalException Missing(string what, string file) => new(
        ProblemCode.NotFound,
        $"There is no explanation: {what} does not say which rows its figures come from. Add 'from:' to the header of {file}.");
}
