using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>Builds all models of a domain over given rows with DuckDB, as a refresh would, and answers reports over them.</summary>
sealed class BuiltModels : IDisposable
{
    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, ShippedContracts.All);
    static readonly Dictionary<string, string> s_defaults = [];

    readonly string _domain;
    readonly IReadOnlyDictionary<string, string> _settings;
    readonly TestLake _lake = new();
    readonly Dictionary<string, List<PublishedRun>> _runs = ShippedContracts.All.ToDictionary(
        contract => contract.Name, _ => new List<PublishedRun>());
    readonly Dictionary<string, List<string>> _parts = ShippedContracts.All.ToDictionary(
        contract => contract.Name, _ => new List<string>());
    readonly Dictionary<string, ModelVersion> _versions = [];

    BuiltModels(string domain, IReadOnlyDictionary<string, string> settings) => (_domain, _settings) = (domain, settings);

    /// <summary>
    /// Each file has rows of one dataset, each with a later source time: run-1 on 2026-11-01 at 08:00, run-2 a day later, and so on.
    /// </summary>
    public static Task<BuiltModels> OfFilesAsync(string domain, params ISourceRow[][] files) => OfFilesAsync(domain, s_defaults, files);

    /// <param name="settings">Settings that an operator chose.</param>
    public static async Task<BuiltModels> OfFilesAsync(
        string domain, IReadOnlyDictionary<string, string> settings, params ISourceRow[][] files)
    {
        var models = new BuiltModels(domain, settings);
        for (var index = 0; index < files.Length; index++)
            await models.PublishAsync(index, files[index]);
        await models.BuildAsync();
        return models;
    }

    SqlScope Scope => new(_lake.Engine.Dialect)
    {
        Datasets = ShippedContracts.All.ToDictionary(
            contract => contract.Name, contract => DatasetVersion.Of(_runs[contract.Name]).ToRelation(contract, _parts[contract.Name])),
        Contracts = ShippedContracts.ByName,
        Models = _versions.ToDictionary(pair => pair.Key, pair => pair.Value.ToRelation(pair.Key)),
        Settings = s_definitions.SettingCatalog.Values(_settings),
    };

    /// <summary>The names of audits that found rows.</summary>
    public async Task<IReadOnlyList<string>> FailedAuditsAsync()
    {
        var failed = new List<string>();
        foreach (var audit in s_definitions.Audits.Where(audit => _versions.ContainsKey(audit.Model) && !audit.IsWarning))
        {
            var offending = await _lake.Engine.QueryAsync(audit.Render(Scope, limit: 5), default);
            if (offending.Rows.Count > 0)
                failed.Add(audit.Name);
        }

        return failed;
    }

    /// <summary>Rows of a model as text, the requested cells joined by a space.</summary>
    public async Task<string[]> RowsAsync(string model, string columns, string where = "TRUE")
    {
        var statement = new Statement(
            $"SELECT {columns} FROM \"{model}\" WHERE {where} ORDER BY ALL", [_versions[model].ToRelation(model)], []);
        return Text(await _lake.Engine.QueryAsync(statement, default));
    }

    /// <summary>Rows of a report in its own order as text, the requested columns joined by a space.</summary>
    public async Task<string[]> ReportRowsAsync(string name, string columns, params (string Name, string Value)[] parameters)
    {
        var result = await AskAsync(name, parameters);
        var wanted = columns.Split(", ").Select(column => result.Report.Columns.ToList().FindIndex(other => other.Name == column)).ToList();
        return Text(new(
            [.. wanted.Select(index => result.Report.Columns[index]).Select(column => new TableColumn(column.Name, column.Type))],
            [
                .. result.Rows.Select(row => wanted.Select(index => row[index]).ToArray()),
            ]));
    }

    public async Task<JsonElement> ReportAsync(string name, params (string Name, string Value)[] parameters)
    {
        var result = await AskAsync(name, parameters);
        var json = new ArrayBufferWriter<byte>();
        ReportJson.Write(result, json);
        return JsonDocument.Parse(json.WrittenMemory).RootElement;
    }

    public async Task<ReportResult> AskAsync(string name, params (string Name, string Value)[] parameters)
    {
        var report = s_definitions.Reports.Single(report => report.Name == name);
        var request = ReportRequest.Read(report, parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var snapshot = new Snapshot(
            "s1",
            DateTimeOffset.UnixEpoch,
            await AsOfAsync(),
            _settings,
            _versions,
            new Dictionary<string, DatasetVersion>());
        return ReportResult.Of(request, snapshot, await _lake.Engine.QueryAsync(ReportQuery.Render(request, Scope), default));
    }

    public void Dispose() => _lake.Dispose();

    async Task<IReadOnlyDictionary<string, DateOnly>> AsOfAsync()
    {
        var model = AsOfModel.NameOf(_domain);
        var answer = await _lake.Engine.QueryAsync(AsOfModel.Select(_versions[model].ToRelation(model)), default);
        return answer.Rows is [[DateOnly date]] ? new Dictionary<string, DateOnly> { [_domain] = date } : [];
    }

    async Task PublishAsync(int file, ISourceRow[] rows)
    {
        var dataset = rows[0].Dataset;
        var run = string.Create(CultureInfo.InvariantCulture, $"run-{file + 1}");
        var sql = string.Join("\nUNION ALL\n", rows.Select((row, index) => row.ToSelect(run, index * 100)));
        var written = await _lake.Engine.MaterializeAsync(
            new(sql, [], []), ShippedContracts.ByName[dataset].StoredColumns, $"tables/{dataset}/run_id={run}", [], default);
        _parts[dataset].AddRange(written.Parts);
        _runs[dataset].Add(new(run, 1, $"{dataset}/{run}.csv", new DateTimeOffset(2026, 11, 1 + file, 8, 0, 0, TimeSpan.Zero)));
    }

    async Task BuildAsync()
    {
        foreach (var model in s_definitions.Graph.Models.Where(model => model.Domain == _domain))
            _versions[model.Name] = await _lake.BuildAsync(model, Scope);
    }

    static string[] Text(QueryResult result) =>
        [
            .. result.Rows.Select(
                row =>
                    string.Join(
                        ' ', row.Select((cell, index) => cell is null ? "null" : ReportCellText.Of(result.Columns[index].Type, cell)))),
        ];
}
