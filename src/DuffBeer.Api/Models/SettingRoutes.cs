using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>The settings of the models. <c>POST /refresh</c> changes them.</summary>
sealed class SettingRoutes(ShownSnapshots snapshots, ModelDefinitions definitions, IReadOnlyList<ReportDefinition> reports)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/settings", Scope.Report, ListAsync)
        {
            Id = "listSettings",
            Tag = "Data",
            Summary = "The settings of the models: value, default, meaning, and who reads each.",
            Answers = [ApiAnswer.Json<SettingsAnswer>(200, "All settings")],
        },
    ];

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var snapshot = await snapshots.CurrentAsync(cancellationToken);
        var chosen = snapshot?.Settings ?? new Dictionary<string, string>();
        var values = definitions.Settings.Values(chosen);
        return ApiJson.Reply(
            new(snapshot?.Id, [.. definitions.Settings.All.Select(setting => Of(setting, values[setting.Name], chosen))]),
            ApiJson.Readable.SettingsAnswer);
    }

    SettingAnswer Of(Setting setting, SqlValue value, IReadOnlyDictionary<string, string> chosen) => new(
        setting.Name, setting.Rule.Type.ToString(), Text(value), Text(setting.Default), chosen.ContainsKey(setting.Name),
        setting.Rule.OneOf, setting.Rule.Min, setting.Rule.Max, setting.Description,
        [
            .. definitions.Graph.Models.Where(model => model.Sql.Settings.Contains(setting.Name)).Select(model => model.Name),
            .. reports.Where(report => report.Sql.Settings.Contains(setting.Name)).Select(report => report.Name),
        ]);

    static string? Text(SqlValue value) => value.Value is null ? null : ReportCellText.Of(value.Type, value.Value);
}
