using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>Questions that three people have on Monday morning, answered by clicks alone.</summary>
[Collection(SharedSite.Name)]
public sealed class QuestionsTests(Site site)
{
    [Fact]
    public async Task Which_product_broke_most_last_month_through_which_channel_at_which_client()
    {
        await using var visit = await Visit.OpenAsync(site, "/");
        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })
            .GetByRole(AriaRole.Link, new() { Name = "Status and breakage" }).ClickAsync();
        await visit.ReadyAsync();
        await visit.Page.GetByLabel("Time", new() { Exact = true }).SelectOptionAsync("Last month");
        await visit.ReadyAsync();

        var product = await ChooseFirstAsync(visit, "breakage-by-product");
        var channel = await ChooseFirstAsync(visit, "breakage-by-channel");
        var client = await visit.Tile("breakage-by-client").Locator("tbody th").First.InnerTextAsync();

        var query = new Uri(visit.Page.Url).Query.TrimStart('?').Replace("product=", "product_id=", StringComparison.Ordinal);
        var answer = await site.GetAsync($"/api/reports/breakage-by?per=client&sort=-broken_value&limit=1&{query}");
        Assert.Equal(answer.GetProperty("rows")[0].GetProperty("label").GetString(), client);
        Assert.True(answer.GetProperty("rows")[0].GetProperty("broken_orders").GetInt64() > 0);
        var all = await site.GetAsync($"/api/reports/breakage-by?per=product&sort=-broken_value&limit=1&{Range(query)}");
        Assert.Equal(all.GetProperty("rows")[0].GetProperty("label").GetString(), product);
        Assert.NotEmpty(channel);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Which_vip_customers_are_about_to_leave_and_what_are_they_worth()
    {
        await using var visit = await Visit.OpenAsync(site, "/");
        await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" })
            .GetByRole(AriaRole.Link, new() { Name = "Churn" }).ClickAsync();
        await visit.ReadyAsync();
        await visit.Page.GetByLabel("Segment").SelectOptionAsync("VIP");
        await visit.ReadyAsync();

        var tile = visit.Tile("customers-to-act-on-most-valuable-first");
        var answer = await site.GetAsync("/api/reports/customers-to-act-on?segment=VIP");
        var expected = answer.GetProperty("rows").EnumerateArray()
            .Select(row => $"{row.GetProperty("customer_id")} {row.GetProperty("lifetime_value").GetDecimal():N2}").ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await tile.Locator("tbody tr").EvaluateAllAsync<string[]>(
            """
            rows => rows.map(row => ['customer_id', 'lifetime_value']
                .map(name => row.querySelector(`[data-column=${name}]`).textContent).join(' '))
            """));
        Assert.Equal(["VIP"], (await tile.Locator("[data-column=segment]").AllInnerTextsAsync()).Distinct());
    }

    [Fact]
    public async Task Why_is_this_file_red_and_which_lines_are_to_blame()
    {
        await using var server = await Server.StartAsync();
        var bad = string.Concat(Enumerable.Range(1, 30).Select(row => Csv.Row(row, price: "one")));
        var run = await server.IngestAsync("duff/orders/red.csv", Csv.Header + Csv.Rows(40) + bad);
        Assert.Equal("Failed", run.GetProperty("runtimeStatus").GetString());
        await using var visit = await Visit.OpenAsync(site, $"{server.Http.BaseAddress}runs");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "red.csv" }).ClickAsync();
        await visit.ReadyAsync();

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("RejectBudgetExceeded");
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("What to do");
        await visit.Page.GetByRole(AriaRole.List, new() { Name = "Rejects by reason" }).GetByRole(AriaRole.Button).First.ClickAsync();
        var lines = visit.Page.GetByRole(AriaRole.Region, new() { Name = "Rejected lines, table" }).Locator("tbody tr");
        await Expect(lines).ToHaveCountAsync(30);
        await Expect(lines.First).ToContainTextAsync("one");
        Assert.Contains("reason=", visit.Page.Url, StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    static async Task<string> ChooseFirstAsync(Visit visit, string tile)
    {
        var first = visit.Tile(tile).Locator("tbody th a").First;
        var name = await first.InnerTextAsync();
        await first.ClickAsync();
        await visit.ReadyAsync();
        return name;
    }

    static string Range(string query) => string.Join('&', query.Split('&').Where(part => part.Split('=')[0] is "from" or "to"));
}
