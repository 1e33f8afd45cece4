using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions;

namespace DuffBeer.Tests.Shared;

/// <summary>Samples rows of models and reports, and proves each from the bytes of the files.</summary>
sealed class ProvedFigures(
    LoadedDefinitions definitions, ReportReader reader, Explainer explainer, Prover prover, Snapshot snapshot)
{
    /// <summary>Rows proved so far, the cells that were compared in them, and the lines that they were computed from.</summary>
    public (int Rows, int Cells, long Lines) Proved { get; private set; }

    /// <summary>Time of each explanation.</summary>
    public List<TimeSpan> Times { get; } = [];

    /// <summary>Every mart, as a report of all its columns.</summary>
    public IEnumerable<ReportDefinition> Marts(string domain) =>
        from model in definitions.Models.Graph.Models
        where model.Domain == domain && model.Layer == Layer.Mart && GrainOf(model).All(model.HasColumn)
        select ReportOf(model);

    public IEnumerable<ReportDefinition> Reports(string domain) => definitions.Reports.Where(
        report => report.Domain == domain && report.Parameters.All(parameter => !parameter.Required));

    /// <summary>Reports that do more than show the rows of one model.</summary>
    public IEnumerable<ReportDefinition> OwnReports(string domain) => Reports(domain).Where(
        report => report.From!.Count > 1 || report.From[0].Keys.Any(key => key.Operator != LinkOperator.Equal || key.Unless is not null));

    /// <summary>The mistakes in a sample of a report's rows, which are spread over all of them.</summary>
    public async Task<IReadOnlyList<string>> MistakesAsync(
        ReportDefinition report, int rows, params (string Name, string Value)[] parameters)
    {
        var request = ReportRequest.Read(report, parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var all = await reader.ReadAsync(request with { Limit = 1_000 }, snapshot, default);
        var mistakes = new List<string>();
        var step = Math.Max(1, all.Rows.Count / rows);
        foreach (var row in all.Rows.Where((_, index) => index % step == step / 2).Take(rows))
            mistakes.AddRange(await MistakesAsync(request, row));
        return mistakes;
    }

    async Task<IReadOnlyList<string>> MistakesAsync(ReportRequest request, object?[] row)
    {
        var report = request.Report;
        var keys = report.WhyBy!.Union(report.Order.Select(key => key.Column)).Except(report.Whole.Except(report.WhyBy!))
            .ToDictionary(name => name, name => TextOf(report, row, name));
        var asked = new WhyRequest(request, keys, null) { Limit = 20 };
        var name = $"{report.Name} {string.Join(", ", keys.Select(key => $"{key.Key}={key.Value}"))}";
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var why = await explainer.ExplainAsync(asked, snapshot, default);
            Times.Add(TimeProvider.System.GetElapsedTime(began));
            var mistakes = new List<string>();
            if (why.Lines.Any(line => line.Raw is null))
                mistakes.Add($"{name}: a line is gone");
            if (why.Lines.Count == 0 && why.Whole.Count == 0 && Measures(report, row).Any(IsSomething))
                mistakes.Add($"{name}: no lines");
            var proof = await prover.ProveAsync(asked, snapshot, default);
            mistakes.AddRange(proof.Cells.Where(cell => !cell.Holds).Select(cell =>
                $"{name}: {cell.Column} is {cell.Shown}, proved {cell.Computed}"));
            Proved = (Proved.Rows + 1, Proved.Cells + proof.Cells.Count(cell => !cell.IsWhole), Proved.Lines + proof.Lines);
            return mistakes;
        }
        catch (TerminalException failure)
        {
            return [$"{name}: {failure.Message}"];
        }
    }

    /// <summary>A row of zeros, such as a segment without customers, has no lines.</summary>
    static IEnumerable<object?> Measures(ReportDefinition report, object?[] row) =>
        report.Columns.Zip(row).Where(cell => cell.First.Name is "orders" or "customers" or "lines" or "revenue")
            .Select(cell => cell.Second);

    static bool IsSomething(object? value) => value is not null and not 0 and not 0L and not 0m;

    static string TextOf(ReportDefinition report, object?[] row, string name)
    {
        var index = report.Columns.ToList().FindIndex(column => column.Name == name);
        return row[index] is { } value ? ReportCellText.Of(report.Columns[index].Type, value) : "";
    }

    static string[] GrainOf(SqlModel model) => model.Grain.Split(", ");

    /// <summary>All columns of a model as a report.</summary>
    public static ReportDefinition ReportOf(SqlModel model)
    {
        var grain = GrainOf(model);
        var columns = string.Join(", ", model.Columns.Select(column => SqlName.Quote(column.Name)));
        var sql = $"SELECT {columns} FROM {{{{ ref('{model.Name}') }}}}";
        return new()
        {
            Name = model.Name,
            Title = model.Name,
            Description = model.Description,
            Domain = model.Domain,
            Model = model.Name,
            Parameters = [],
            Columns = [.. model.Columns.Select(column => new ReportColumn(column.Name, column.Type))],
            Sortable = [],
            Order = [.. grain.Select(name => new SortKey(name, false))],
            From = [new(model.Name, [.. grain.Select(name => new LinkKey(name, LinkOperator.Equal, name, LinkSource.Row))], false)],
            Whole = model.Whole,
            Sql = SqlTemplateParser.Parse(model.File, sql, 1, new List<DefinitionError>()),
            Text = sql,
            File = model.File,
            Hash = model.Hash,
        };
    }
}
