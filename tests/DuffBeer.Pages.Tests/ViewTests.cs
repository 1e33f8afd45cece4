using System.Text;
using System.Text.RegularExpressions;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>An address is a view: filters, tables, sorting and the snapshot; downloads are of exactly that view.</summary>
[Collection(SharedSite.Name)]
public sealed class ViewTests(Site site)
{
    [Fact]
    public async Task A_filter_changes_chart_table_csv_and_link_and_the_back_button_returns()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-sales?table=channels-by-net-sales");
        var page = visit.Page;
        var chart = visit.Tile("net-sales-over-time").GetByRole(AriaRole.Img);
        var before = await chart.GetAttributeAsync("aria-label");
        var rows = await visit.Tile("channels-by-net-sales").Locator("tbody").InnerTextAsync();

        await page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync("Last month");
        await visit.ReadyAsync();

        Assert.Matches("from=[0-9-]+&to=[0-9-]+", page.Url);
        Assert.NotEqual(before, await chart.GetAttributeAsync("aria-label"));
        Assert.NotEqual(rows, await visit.Tile("channels-by-net-sales").Locator("tbody").InnerTextAsync());
        var query = Regex.Match(page.Url, "from=.*?&to=[0-9-]+").Value;
        Assert.Equal(
            await CsvAsync($"/api/reports/sales-by-channel.csv?{query}&sort=-net_sales"),
            await DownloadAsync(page, "Download Channels by net sales as CSV"));

        await page.GoBackAsync();
        await visit.ReadyAsync();
        Assert.DoesNotContain("from=", page.Url, StringComparison.Ordinal);
        Assert.Equal(before, await chart.GetAttributeAsync("aria-label"));
        await page.GoForwardAsync();
        await visit.ReadyAsync();
        Assert.Contains(query, page.Url, StringComparison.Ordinal);

        // The same address in a new tab is the same view.
        await using var other = await Visit.OpenAsync(site, new Uri(page.Url).PathAndQuery);
        Assert.Equal(
            await visit.Tile("channels-by-net-sales").Locator("tbody").InnerTextAsync(),
            await other.Tile("channels-by-net-sales").Locator("tbody").InnerTextAsync());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_snapshot_built_beside_is_looked_at_compared_and_dropped_while_readers_see_theirs()
    {
        await site.Server.RefreshAsync("""{"into":"tried","settings":{"abc_class_a":"0.1"}}""");
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-clients?snapshot=tried");
        var page = visit.Page;
        await Expect(page.GetByText("Not what readers see")).ToBeVisibleAsync();

        await visit.GoAsync("/data/snapshots");
        var beside = page.GetByRole(AriaRole.Region, new() { Name = "Snapshots built beside the shown one, table" });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Activate tried" })).ToBeVisibleAsync();
        await beside.GetByRole(AriaRole.Link).ClickAsync();
        await visit.ReadyAsync();
        await Expect(page.GetByText("client_sales").First).ToBeVisibleAsync();
        Assert.Matches("snapshot=[0-9TZ]+$", page.Url);

        await page.GetByRole(AriaRole.Button, new() { Name = "Drop tried" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Drop" }).ClickAsync();
        await Expect(beside).ToHaveCountAsync(0);
        Assert.Empty((await site.GetAsync("/api/snapshots")).GetProperty("named").EnumerateArray());
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_table_is_sorted_by_its_heads_and_shows_all_rows_page_by_page()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-clients");
        var tile = visit.Tile("clients");

        await tile.GetByRole(AriaRole.Button, new() { Name = "Total orders", Exact = true }).ClickAsync();
        await visit.ReadyAsync();

        Assert.Contains("sort.clients=-total_orders", visit.Page.Url, StringComparison.Ordinal);
        await Expect(tile.GetByRole(AriaRole.Columnheader, new() { Name = "Total orders" }))
            .ToHaveAttributeAsync("aria-sort", "descending");
        var orders = await tile.Locator("[data-column=total_orders]")
            .EvaluateAllAsync<double[]>("cells => cells.map(cell => +cell.dataset.value)");
        Assert.Equal(orders.OrderDescending(), orders);
        Assert.Equal(100, orders.Length);

        await tile.GetByRole(AriaRole.Button, new() { Name = "Show more" }).ClickAsync();
        await Expect(tile.Locator("tbody tr")).ToHaveCountAsync(200);
    }

    [Fact]
    public async Task A_chart_is_downloaded_as_a_picture_and_a_figure_says_what_it_is_of()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/sales-trends");
        var download = await visit.Page.RunAndWaitForDownloadAsync(
            () => visit.Page.GetByRole(AriaRole.Button, new() { Name = "Download Revenue over time as a picture" }).ClickAsync());
        var picture = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal("\u0089PNG", Encoding.Latin1.GetString(picture, 0, 4));
        Assert.InRange(picture.Length, 10_000, 2_000_000);
        Assert.EndsWith(".png", download.SuggestedFilename, StringComparison.Ordinal);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "About Revenue", Exact = true }).ClickAsync();
        var about = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "About Revenue" });
        await Expect(about).ToContainTextAsync("sales-trends");
        await Expect(about).ToContainTextAsync("Left out of these figures");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(about).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_older_snapshot_is_shown_by_its_address_and_says_so()
    {
        var shown = (await site.GetAsync("/api/dashboards/duff-sales")).GetProperty("snapshot").GetProperty("id").GetString();
        await site.Server.RefreshAsync("""{"models":["fact_orders"]}""");
        await using var visit = await Visit.OpenAsync(site, $"/dashboards/duff-sales?snapshot={shown}");

        await Expect(visit.Page.Locator(".trust")).ToContainTextAsync("An older snapshot");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Show the current one" }).ClickAsync();
        await visit.ReadyAsync();
        await Expect(visit.Page.Locator(".trust")).Not.ToContainTextAsync("An older snapshot");
        await Expect(visit.Page.Locator(".problem")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_paper_there_is_no_menu_and_no_button()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/retail-orders");
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });

        await Expect(visit.Page.Locator(".menu")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator(".tools").First).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".trust")).ToContainTextAsync("Snapshot");
    }

    [Fact]
    public async Task What_is_not_there_is_said_with_a_way_back()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-client");
        await Expect(visit.Tile("net-sales")).ToContainTextAsync("Choose a client");

        await visit.Page.GotoAsync("/dashboards/duff-sale");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("duff-sales");
    }

    async Task<string> CsvAsync(string path) => (await site.Server.GetAsync(path)).Text;

    static async Task<string> DownloadAsync(IPage page, string button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }
}
