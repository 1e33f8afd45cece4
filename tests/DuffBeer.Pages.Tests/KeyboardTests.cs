using DuffBeer.Api.Keys;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>A reader without a mouse.</summary>
[Collection(SharedSite.Name)]
public sealed class KeyboardTests(Site site)
{
    [Fact]
    public async Task A_value_is_searched_and_chosen_with_the_keyboard_alone()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/sales-trends");
        var keys = visit.Page.Keyboard;
        await visit.Page.Locator("main").FocusAsync();
        var place = visit.Page.GetByRole(AriaRole.Button, new() { Name = "Location All together" });
        for (var pressed = 0; pressed < 12 && !await place.EvaluateAsync<bool>("one => one === document.activeElement"); pressed++)
            await keys.PressAsync("Tab");

        await keys.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search Location" })).ToBeFocusedAsync();
        await keys.TypeAsync("market");
        var options = visit.Page.GetByRole(AriaRole.Listbox, new() { Name = "Location" }).GetByRole(AriaRole.Option);
        await Expect(options.First).ToContainTextAsync("Market");
        var name = await options.First.Locator("span").InnerTextAsync();
        await keys.PressAsync("Enter");
        await visit.ReadyAsync();

        Assert.Contains("location=63bc98a7", visit.Page.Url, StringComparison.Ordinal);
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Location {name}" })).ToBeFocusedAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_first_tab_stop_skips_the_menu_and_a_chart_becomes_a_table_by_key()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/retail-profit");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Profit by region as a table" }).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Tile("profit-by-region").GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Profit by region as a table" })).ToBeFocusedAsync();
        Assert.Contains("table=profit-by-region", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_keys_asks_for_one_and_keeps_it_out_of_the_address()
    {
        const string key = "a-key-for-the-pages";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
        await using var server = await Server.StartAsync(keys: [new("reader", hash, [Scope.Report])]);
        var context = await site.Browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"http://localhost:{server.Http.BaseAddress!.Port}/runs");

        await page.GetByLabel("API key").FillAsync(key);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Runs", Level = 1 })).ToBeVisibleAsync();
        Assert.DoesNotContain(key, page.Url, StringComparison.Ordinal);
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length - (localStorage.getItem('duffbeer-theme') ? 1 : 0)"));
        await context.DisposeAsync();
    }
}
