using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Explain;

/// <summary>A link by which rows are reached.</summary>
/// <param name="Reader">The model whose rows are below; null for the report's row.</param>
public sealed record ReadLink(string? Reader, InputLink Link);

/// <summary>A model or dataset below a row of a report.</summary>
/// <param name="Level">1 for what the report reads, one more for each step below.</param>
public sealed record ReadInput(string Name, bool IsDataset, int Level, IReadOnlyList<ReadLink> Links)
{
    /// <summary>It only supplies names: its rows are taken as they are.</summary>
    public bool IsGiven { get; init; }
}

/// <summary>All that a row of a report is made of: each model after those that read it, datasets last.</summary>
/// <param name="Whole">Models of which every row counts; they are named, not followed.</param>
public sealed record ExplainPlan(IReadOnlyList<ReadInput> Inputs, IReadOnlyList<string> Whole)
{
    public IEnumerable<ReadInput> Datasets => Inputs.Where(input => input.IsDataset);

    /// <param name="row">The report's row: column → value.</param>
    /// <param name="column">Only what this column of the report is made of; null for all columns.</param>
    /// <exception cref="TerminalException">
    /// <c>NotFound</c>: the report or a model below it does not say where its rows come from.
    /// </exception>
    public static ExplainPlan Of(
        ReportRequest request, IReadOnlyDictionary<string, SqlValue> row, string? column, ModelGraph graph)
    {
        var report = request.Report;
        var links = report.From ?? throw Missing(report);
        var given = request.Values.Where(value => value.Value.Value is not null).Select(value => value.Key).ToHashSet();
        var reads = new Dictionary<string, List<ReadLink>>();
        var levels = new Dictionary<string, int>();
        var asked = new Dictionary<string, IReadOnlySet<string>?>();
        var whole = new SortedSet<string>(StringComparer.Ordinal);
        var wanted = column is null ? null : new HashSet<string> { column };
        foreach (var link in links.Where(link => link.Supplies(wanted) && IsRead(link, given, row)))
            Follow(null, link, 1, wanted);

        var inputs = new List<ReadInput>();
        foreach (var model in graph.Models.Reverse().Where(model => reads.ContainsKey(model.Name)))
        {
            var isGiven = column is null && reads[model.Name].TrueForAll(read => read.Link.IsLookup);
            inputs.Add(new(model.Name, false, levels[model.Name], reads[model.Name]) { IsGiven = isGiven });
            if (isGiven)
                continue;
            if (model.From is null && (model.Sql.Refs.Count > 0 || model.Sql.Sources.Count > 0))
                throw Missing($"the model {model.Name}", model.File);
            var only = asked[model.Name] is { } columns && columns.All(model.HasColumn) ? asked[model.Name] : null;
            foreach (var link in (model.From ?? []).Where(link => link.Supplies(only)))
                Follow(model.Name, link, levels[model.Name] + 1, only);
        }

        inputs.AddRange(
            from input in reads
            where graph[input.Key] is null
            orderby input.Key
            select new ReadInput(input.Key, true, levels[input.Key], input.Value));
        return new(inputs, [.. whole]);

        void Follow(string? reader, InputLink link, int level, IReadOnlySet<string>? only)
        {
            if (link.IsWhole)
            {
                whole.Add(link.Input);
                return;
            }

            if (!reads.TryGetValue(link.Input, out var found))
                reads[link.Input] = found = [];
            found.Add(new(reader, link));
            var columns = ColumnsOf(link, only);
            asked[link.Input] = found.Count == 1 ? columns
                : asked[link.Input] is { } before && columns is not null ? before.Union(columns).ToHashSet()
                : null;
            levels[link.Input] = Math.Max(level, levels.GetValueOrDefault(link.Input));
        }
    }

    /// <summary>The columns that are wanted of an input; null for all: a column keeps its name unless the link gives another.</summary>
    static HashSet<string>? ColumnsOf(InputLink link, IReadOnlySet<string>? only) =>
        link.Columns.Count > 0
            ? [.. link.Columns.Where(column => only is null || only.Contains(column.Own)).Select(column => column.Input)]
            : only?.ToHashSet();

    static bool IsRead(InputLink link, HashSet<string> given, IReadOnlyDictionary<string, SqlValue> row) =>
        (link.IfGiven.Count == 0 || link.IfGiven.Any(given.Contains) != link.IfNone)
        && (link.When is not { } only || only.Values.Contains(TextOf(row[only.Column])));

    static string? TextOf(SqlValue value) => value.Value is null ? null : ReportCellText.Of(value.Type, value.Value);

    internal static TerminalException Missing(ReportDefinition report) => Missing($"the report {report.Name}", report.File);

    static TerminalException Missing(string what, string file) => new(
        ProblemCode.NotFound,
        $"There is no explanation: {what} does not say which rows its figures come from. Add 'from:' to the header of {file}.");
}
