using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Tests.Duff;

/// <summary>Builds all models over given rows with DuckDB, as a refresh would, and answers reports over them.</summary>
sealed class DuffModels : IDisposable
{
    static readonly DatasetContract s_contract = DuffContract.Orders;
    static readonly SqlDefinitions s_definitions = SqlDefinitions.Load(DefinitionFolder.Default, [s_contract]);

    readonly TestLake _lake = new();
    readonly List<PublishedRun> _runs = [];
    readonly List<string> _parts = [];
    readonly Dictionary<string, ModelVersion> _versions = [];

    DuffModels()
    {
    }

    /// <summary>Each argument is a file; a later one has a later source time.</summary>
    public static async Task<DuffModels> OfFilesAsync(params OrderRow[][] files)
    {
        var models = new DuffModels();
        foreach (var rows in files)
            await models.PublishAsync(rows);
        await models.BuildAsync();
        return models;
    }

    SqlScope Scope => new(_lake.Engine.Dialect)
    {
        Datasets = new Dictionary<string, Relation> { [s_contract.Name] = DatasetVersion.Of(_runs).ToRelation(s_contract, _parts) },
        Contracts = new Dictionary<string, DatasetContract> { [s_contract.Name] = s_contract },
        Models = _versions.ToDictionary(pair => pair.Key, pair => pair.Value.ToRelation(pair.Key)),
        Settings = s_definitions.SettingValues,
    };

    /// <summary>The names of audits that found rows.</summary>
    public async Task<IReadOnlyList<string>> FailedAuditsAsync()
    {
        var failed = new List<string>();
        foreach (var audit in s_definitions.Audits)
        {
            var offending = await _lake.Engine.QueryAsync(audit.Render(Scope, limit: 5), default);
            if (offending.Rows.Count > 0)
                failed.Add(audit.Name);
        }

        return failed;
    }

    /// <summary>Rows of a model as text, the cells that are asked for joined by a space.</summary>
    public async Task<string[]> RowsAsync(string model, string columns, string where = "TRUE")
    {
        var statement = new Statement($"SELECT {columns} FROM \"{model}\" WHERE {where} ORDER BY ALL", [_versions[model].ToRelation(model)], []);
        return Text(await _lake.Engine.QueryAsync(statement, default));
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
        var snapshot = new Snapshot("s1", DateTimeOffset.UnixEpoch, new(2026, 11, 21), _versions, new Dictionary<string, DatasetVersion>());
        return ReportResult.Of(request, snapshot, await _lake.Engine.QueryAsync(ReportQuery.Render(request, Scope), default));
    }

    public void Dispose() => _lake.Dispose();

    async Task PublishAsync(OrderRow[] rows)
    {
        var run = string.Create(CultureInfo.InvariantCulture, $"run-{_runs.Count + 1}");
        var sql = string.Join("\nUNION ALL\n", rows.Select((row, index) => row.ToSelect(run, index * 100)));
        var written = await _lake.Engine.MaterializeAsync(new(sql, [], []), s_contract.StoredColumns, $"tables/duff_orders/run_id={run}", [], default);
        _parts.AddRange(written.Parts);
        _runs.Add(new(run, 1, $"duff/orders/{run}.csv", new DateTimeOffset(2026, 11, 1 + _runs.Count, 8, 0, 0, TimeSpan.Zero)));
    }

    async Task BuildAsync()
    {
        foreach (var model in s_definitions.Graph.Models)
        {
            var built = await _lake.Engine.MaterializeAsync(Scope.Render(model.Sql), model.Columns, $"marts/{model.Name}/v=s1", model.PartitionBy, default);
            _versions[model.Name] = new("s1", model.Hash, [.. model.Columns.Select(ModelColumn.Of)], built.Parts, built.Rows, built.Bytes, 0);
        }
    }

    static string[] Text(QueryResult result) =>
        [.. result.Rows.Select(row => string.Join(' ', row.Select((cell, index) => cell is null ? "null" : CellText.Of(result.Columns[index].Type, cell))))];
}
