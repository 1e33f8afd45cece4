using System.Globalization;
using System.Text.Json;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;

namespace DuffBeer.Pages.Tests;

/// <summary>Every number on a page is the API's.</summary>
[Collection(SharedSite.Name)]
public sealed class OneTruthTests(Site site)
{
    [Fact]
    public async Task Every_tile_of_every_page_shows_the_values_of_its_report_to_the_last_digit()
    {
        var compared = 0;
        await using var visit = await Visit.OpenAsync(site, "/");
        foreach (var name in await site.DashboardsAsync())
        {
            var page = await site.GetAsync($"/api/dashboards/{name}");
            var tiles = page.GetProperty("rows").EnumerateArray().SelectMany(row => row.EnumerateArray())
                .Where(tile => tile.GetProperty("report").ValueKind == JsonValueKind.String).ToList();
            var charts = tiles.Where(tile => tile.GetProperty("draw").GetString() is not ("figure" or "table")).Select(Id);
            var filters = await FiltersAsync(page);
            var chosen = filters.Select(filter => $"&{filter.Key}={Uri.EscapeDataString(filter.Value)}");
            var query = $"table={string.Join(',', charts)}{string.Concat(chosen)}";
            await visit.GoAsync($"/dashboards/{name}?{query}");
            foreach (var tile in tiles)
                compared += await CompareAsync(visit, page, tile, filters);
            Assert.Empty(visit.Complaints);
        }

        Assert.InRange(compared, 300, int.MaxValue);
    }

    /// <summary>The default of each filter; of one that needs a value, the first to choose from.</summary>
    async Task<Dictionary<string, string>> FiltersAsync(JsonElement page)
    {
        var filters = new Dictionary<string, string>();
        foreach (var filter in page.GetProperty("filters").EnumerateArray())
        {
            filters[filter.GetProperty("name").GetString()!] = filter.GetProperty("required").GetBoolean()
                ? $"{(await site.GetAsync(filter.GetProperty("values").GetString()!)).GetProperty("values")[0].GetProperty("value")}"
                : filter.GetProperty("default").GetString()!;
        }

        return filters;
    }

    async Task<int> CompareAsync(Visit visit, JsonElement page, JsonElement tile, Dictionary<string, string> filters)
    {
        var answer = await site.GetAsync(PathOf(page, tile, filters));
        var rows = answer.GetProperty("rows").EnumerateArray().ToList();
        var shown = await visit.Tile(Id(tile)).Locator("[data-value]").EvaluateAllAsync<string[][]>(
            "cells => cells.map(cell => [cell.dataset.column, cell.dataset.value, cell.textContent])");
        if (rows.Count == 0)
        {
            Assert.Empty(shown);
            return 0;
        }

        var isFigure = tile.GetProperty("draw").GetString() == "figure";
        var perRow = isFigure ? 1 : shown.TakeWhile((cell, at) => at == 0 || cell[0] != shown[0][0]).Count();
        Assert.Equal(isFigure ? 1 : rows.Count, shown.Length / perRow);
        var columns = answer.GetProperty("columns").EnumerateArray().ToDictionary(column => column.GetProperty("name").GetString()!);
        foreach (var (cell, at) in shown.Select((cell, at) => (cell, at / perRow)))
        {
            var value = rows[at].GetProperty(cell[0]);
            var place = $"{page.GetProperty("name")} {Id(tile)} {cell[0]} row {at}";
            if (value.ValueKind == JsonValueKind.Number)
            {
                Assert.True(double.TryParse(cell[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var exact), place);
                Assert.True(value.GetDouble() == exact, $"{place}: {value} is shown as {cell[1]}");
                if (columns[cell[0]].GetProperty("type").GetString()!.StartsWith("decimal", StringComparison.Ordinal)
                    && columns[cell[0]].GetProperty("unit").GetString() != "percent")
                    Assert.StartsWith(Grouped(value), cell[2], StringComparison.Ordinal);
            }
            else if (value.ValueKind == JsonValueKind.String)
                Assert.Equal(value.GetString(), cell[1]);
        }

        return shown.Length;
    }

    /// <summary>A decimal with thousands separators and the digits that it needs.</summary>
    static string Grouped(JsonElement value)
    {
        var text = value.GetRawText().TrimEnd('0');
        var scale = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        return value.GetDecimal().ToString($"N{scale}", CultureInfo.InvariantCulture);
    }

    /// <summary>The request of a tile.</summary>
    static string PathOf(JsonElement page, JsonElement tile, Dictionary<string, string> filters)
    {
        var query = tile.GetProperty("parameters").EnumerateArray()
            .Select(one => (
                Name: one.GetProperty("name").GetString()!,
                Value: one.GetProperty("filter").GetString() is { } filter ? filters[filter] : one.GetProperty("value").GetString()!))
            .Append(("sort", tile.GetProperty("sort").GetString()!))
            .Append(("snapshot", page.GetProperty("snapshot").GetProperty("id").GetString()!))
            .Append(("limit", Limit(tile)))
            .Where(pair => pair.Item2.Length > 0)
            .Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}");
        return $"/api/reports/{tile.GetProperty("report").GetString()}?{string.Join('&', query)}";
    }

    /// <summary>What the page requests: the tile's own limit, otherwise enough for a drawing.</summary>
    static string Limit(JsonElement tile) => tile.GetProperty("limit") is { ValueKind: JsonValueKind.Number } limit
        ? $"{limit}"
        : tile.GetProperty("draw").GetString() is "figure" or "table" ? "" : "5000";

    static string Id(JsonElement tile) => System.Text.RegularExpressions.Regex.Replace(
        tile.GetProperty("title").GetString()!.ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
}
