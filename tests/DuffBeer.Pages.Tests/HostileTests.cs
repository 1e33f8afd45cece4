using System.Text.RegularExpressions;
using DuffBeer.Api.Keys;
using DuffBeer.Local.Serving;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>Values and addresses that were not made to be shown, and a server that does not answer.</summary>
[Collection(SharedSite.Name)]
public sealed partial class HostileTests(Site site)
{
    /// <summary>Markup, a formula, right-to-left marks and one long word, as JSON has them.</summary>
    static readonly string s_name = """<img src=x onerror=document.title=1>=HYPERLINK(1)\u202e🍺""" + new string('A', 400);

    [Theory]
    [InlineData("/dashboards/duff-products", 1440)]
    [InlineData("/dashboards/duff-sales", 390)]
    [InlineData("/dashboards/duff-client?client=", 390)]
    public async Task Hostile_names_are_shown_as_text_inside_the_page(string path, int width)
    {
        if (path.EndsWith('='))
            path += await ClientAsync();
        await using var visit = await Visit.OpenAsync(site, "/runs", width: width);
        await visit.Page.RouteAsync("**/api/reports/**", async route =>
        {
            var answer = await route.FetchAsync();
            var named = Named().Replace(await answer.TextAsync(), $"$1{s_name}$2");
            await route.FulfillAsync(new() { Response = answer, Body = named });
        });

        await visit.GoAsync(path);

        await Expect(visit.Page.Locator("main")).ToContainTextAsync("<img src=x");
        Assert.Equal(0, await visit.Page.Locator("main img").CountAsync());
        Assert.Equal(width, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(visit.Complaints);
    }

    [Theory]
    [InlineData("/dashboards/%E0%A4%A")]
    [InlineData("/runs/%ZZ")]
    public async Task A_broken_address_is_no_page(string path)
    {
        await using var visit = await Visit.OpenAsync(site, path);

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task A_page_that_cannot_be_shown_has_a_heading_and_says_why()
    {
        await using var visit = await Visit.OpenAsync(site, "/runs/nope");

        await Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "This page cannot be shown" })).ToBeVisibleAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no run 'nope'");
    }

    [Fact]
    public async Task A_wrong_value_is_named_once()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-sales?from=2026-02-30");

        var problem = await visit.Page.Locator(".problem").First.InnerTextAsync();
        Assert.Single(Regex.Matches(problem, "from must be a date"));
    }

    [Fact]
    public async Task More_rows_come_once_and_a_failure_is_said_and_can_be_tried_again()
    {
        await using var visit = await Visit.OpenAsync(site, "/dashboards/duff-clients");
        var tile = visit.Tile("clients");
        var more = tile.GetByRole(AriaRole.Button, new() { Name = "Show more" });
        await visit.Page.RouteAsync("**next=**", route => route.AbortAsync());
        await more.ClickAsync();
        await Expect(tile.GetByRole(AriaRole.Alert)).ToContainTextAsync("It may have been stopped");

        await visit.Page.UnrouteAsync("**next=**");
        await visit.Page.RouteAsync("**next=**", async route =>
        {
            await Task.Delay(200);
            await route.ContinueAsync();
        });
        await more.DblClickAsync();

        await Expect(tile.Locator("tbody tr")).ToHaveCountAsync(200);
        await visit.Page.WaitForTimeoutAsync(300);
        await Expect(tile.Locator("tbody tr")).ToHaveCountAsync(200);
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_wrong_and_what_is_typed_stays_when_another_request_is_refused()
    {
        using var folder = new TemporaryFolder();
        var file = new KeyFile(folder.Path);
        var key = await file.MakeAsync("reader", [Scope.Report], default);
        await using var server = await Server.StartAsync(keys: file.Read());
        await using var visit = await Visit.OpenAsync(site, $"http://127.0.0.1:{server.Http.BaseAddress!.Port}/runs");
        var field = visit.Page.GetByLabel("API key");
        var refusal = visit.Page.GetByRole(AriaRole.Alert);
        await Expect(refusal).ToHaveCountAsync(0);

        await field.FillAsync("wrong");
        await field.PressAsync("Enter");
        await Expect(refusal).ToContainTextAsync("does not accept the key");
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await field.FillAsync(key);
        await visit.Page.EvaluateAsync("dispatchEvent(new Event('duffbeer-key-needed'))");
        await Expect(field).ToHaveValueAsync(key);
        await field.PressAsync("Enter");

        await Expect(visit.Page.Locator("main")).ToContainTextAsync("Nothing has come in yet");
    }

    async Task<string> ClientAsync() =>
        (await site.GetAsync("/api/reports/clients-ranked?limit=1")).GetProperty("rows")[0].GetProperty("client_id").GetRawText();

    [GeneratedRegex("""("(?:product_description|description|channel|client_name)":")([^"]*)""")]
    private static partial Regex Named();
}
