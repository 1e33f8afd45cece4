using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace DuffBeer.Pages.Tests;

/// <summary>A file is dropped into landing and watched until its rows are visible.</summary>
[Collection(SharedSite.Name)]
public sealed class LiveRunTests(Site site)
{
    [Fact]
    public async Task A_run_is_watched_from_the_dropped_file_to_visible_rows_chunk_by_chunk_with_its_rejects()
    {
        await using var server = await Server.StartAsync(chunkBytes: 16_384, watch: true, stable: TimeSpan.FromMilliseconds(200));
        var context = await site.Browser.NewContextAsync(new() { BaseURL = server.Http.BaseAddress!.ToString() });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/runs");
        await Expect(page.GetByText("Nothing has come in yet")).ToBeVisibleAsync();

        var broken = string.Concat(Enumerable.Range(0, 5).Select(row => Csv.Row(row, price: "one")));
        server.Put("duff/orders/dropped.csv", Csv.Header + Csv.Rows(60_000) + broken);
        await page.GetByRole(AriaRole.Link, new() { Name = "dropped.csv" }).ClickAsync(new() { Timeout = 30_000 });

        var chunks = page.GetByRole(AriaRole.Img, new() { NameRegex = new("^Chunks: ") });
        await Expect(chunks).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^Chunks: [1-9][0-9]* done"));
        await Expect(page.GetByText("Visible since")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(chunks).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("0 at work, 0 waiting$"));
        var lines = page.GetByRole(AriaRole.Region, new() { Name = "Rejected lines, table" }).Locator("tbody tr");
        await Expect(lines).ToHaveCountAsync(5);
        await Expect(lines.First).ToContainTextAsync("one");
        await context.DisposeAsync();
    }
}
