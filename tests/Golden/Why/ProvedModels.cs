using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Golden.Tests.Why;

/// <summary>Samples rows of models and reports, and proves each from the bytes of the files.</summary>
sealed class ProvedModels : IDisposable
{
    readonly LoadedDefinitions _definitions;
    readonly EmbeddedRuntime _runtime;
    readonly Snapshot _snapshot;

    ProvedModels(LoadedDefinitions definitions, EmbeddedRuntime runtime, Snapshot snapshot) =>
        (_definitions, _runtime, _snapshot) = (definitions, runtime, snapshot);

    public static async Task<ProvedModels> OfAsync(Home home)
    {
        var definitions = new LoadedDefinitions(home.Definitions);
        var runtime = new EmbeddedRuntime(new(home.Root), definitions, home.Ingest, TimeProvider.System);
        return new(definitions, runtime, (await runtime.Snapshots.CurrentAsync(default))!);
    }

    /// <summary>Rows proved so far, and the cells that were compared in them.</summary>
    public (int Rows, int Cells) Proved { get; private set; }

    /// <summary>Every model of a domain that says where its rows come from, as a report of all its columns.</summary>
    public IEnumerable<ReportDefinition> Models(string domain) =>
        from model in _definitions.Models.Graph.Models
        where model.Domain == domain && model.Layer != Layer.Staging && model.From is not null && model.Estimator is null
        let grain = model.Grain.Split(", ")
        where grain.All(model.HasColumn)
        select ReportOf(model, grain);

    public IEnumerable<ReportDefinition> Reports(string domain) => _definitions.Reports.Where(
        report => report.Domain == domain && report.From is not null && report.Parameters.All(parameter => !parameter.Required));

    /// <summary>The mistakes in a sample of a report's rows.</summary>
    public async Task<IReadOnlyList<string>> MistakesAsync(
        ReportDefinition report, int rows, params (string Name, string Value)[] parameters)
    {
        var request = ReportRequest.Read(report, parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var all = await _runtime.Reader.ReadAsync(request with { Limit = 1_000 }, _snapshot, default);
        var mistakes = new List<string>();
        var step = Math.Max(1, all.Rows.Count / rows);
        foreach (var row in all.Rows.Where((_, index) => index % step == step / 2).Take(rows))
        {
            var keys = report.WhyBy!.Union(report.Order.Select(key => key.Column)).Except(report.Whole)
                .ToDictionary(name => name, name => TextOf(report, row, name));
            var asked = new WhyRequest(request, keys, null) { Limit = 20 };
            var name = $"{report.Name} {string.Join(", ", keys.Select(key => $"{key.Key}={key.Value}"))}";
            try
            {
                var why = await _runtime.Explainer.ExplainAsync(asked, _snapshot, default);
                if (why.Lines.Count == 0 || why.Lines.Any(line => line.Raw is null))
                    mistakes.Add($"{name}: {why.Lines.Count} lines");
                var proof = await _runtime.Prover.ProveAsync(asked, _snapshot, default);
                mistakes.AddRange(proof.Cells.Where(cell => !cell.Holds).Select(cell =>
                    $"{name}: {cell.Column} is {cell.Shown}, proved {cell.Computed}"));
                Proved = (Proved.Rows + 1, Proved.Cells + proof.Cells.Count(cell => !cell.IsWhole));
            }
            catch (Core.Failures.TerminalException failure)
            {
                mistakes.Add($"{name}: {failure.Message}");
            }
        }

        return mistakes;
    }

    public void Dispose() => _runtime.Dispose();

    static string TextOf(ReportDefinition report, object?[] row, string name)
    {
        var index = report.Columns.ToList().FindIndex(column => column.Name == name);
        return row[index] is { } value ? ReportCellText.Of(report.Columns[index].Type, value) : "";
    }

    static ReportDefinition ReportOf(SqlModel model, string[] grain)
    {
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
            From = [new(model.Name, [.. grain.Select(name => new LinkKey(name, LinkOperator.Equal, name, false))], false)],
            Whole = model.Whole,
            Sql = SqlTemplateParser.Parse(model.File, sql, 1, new List<DefinitionError>()),
            Text = sql,
            File = model.File,
            Hash = model.Hash,
        };
    }
}
