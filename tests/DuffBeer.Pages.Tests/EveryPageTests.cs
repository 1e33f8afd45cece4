using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using DuffBeer.Pages.Tests.Browsing;
using Microsoft.Playwright;

namespace DuffBeer.Pages.Tests;

/// <summary>What holds for every page, wide and on a phone, light and dark.</summary>
[Collection(SharedSite.Name)]
public sealed class EveryPageTests(Site site)
{
    // Only violations are asked for: what passes are thousands of nodes a page.
    static readonly AxeRunOptions s_all = new() { ResultTypes = [ResultType.Violations] };

    static readonly int[] s_widths = [1440, 390];

    // Rows of a table are alike: rules about the first ones hold for the hundreds below.
    static readonly AxeRunContext s_firstRows = new() { Exclude = [new AxeSelector("tbody tr:nth-child(n+6)")] };

    /// <param name="turn">Both themes take turns, page by page: they have the same rules of style on all pages.</param>
    [Theory]
    [InlineData(ColorScheme.Light, 1440, 0)]
    [InlineData(ColorScheme.Dark, 390, 1)]
    public async Task Each_page_is_accessible_fits_its_width_and_the_browser_has_no_complaint(ColorScheme theme, int width, int turn)
    {
        var faults = new List<string>();
        // One reader: a new one for each page would load and compile the scripts again.
        await using var visit = await Visit.OpenAsync(site, "/", theme, width, Height(width));
        foreach (var path in (await PathsAsync()).Where((_, index) => Law.IsWhole || index % s_widths.Length == turn))
        {
            await visit.GoAsync(path);
            faults.AddRange(visit.Complaints.Select(complaint => $"{path}: {complaint}"));
            if (await visit.Page.Locator(".problem").CountAsync() > 0)
                faults.Add($"{path}: {await visit.Page.Locator(".problem").First.InnerTextAsync()}");
            var found = await visit.Page.RunAxe(s_firstRows, s_all);
            faults.AddRange(await UnreachableAsync(visit, path));
            faults.AddRange(found.Violations.Select(one => $"{path}: {one.Id}: {one.Nodes[0].Target}"));
            foreach (var each in s_widths.Except([width]).Append(width))
            {
                await visit.Page.SetViewportSizeAsync(each, Height(each));
                await visit.ReadyAsync();
                var widest = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                if (widest > each)
                    faults.Add($"{path}: {widest} pixels wide where {each} fit");
            }

            visit.Complaints.Clear();
        }

        Assert.Empty(faults);
    }

    static int Height(int width) => width > 500 ? 1000 : 844;

    /// <summary>Controls that a reader without a mouse does not reach.</summary>
    static async Task<IEnumerable<string>> UnreachableAsync(Visit visit, string path)
    {
        var missed = await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button, a[href], input, select, .scroll')]
                .filter(one => one.checkVisibility() && one.tabIndex < 0 && one.type !== 'radio')
                .map(one => one.outerHTML.slice(0, 120))
            """);
        return missed.Select(one => $"{path}: not reached by Tab: {one}");
    }

    /// <summary>Addresses of every page.</summary>
    async Task<IReadOnlyList<string>> PathsAsync() =>
        [
            "/", "/runs", "/data", "/data/datasets/duff_orders", "/data/models/fact_orders", "/data/lineage", "/data/settings",
            "/data/snapshots", await site.RunAsync("order_items"), .. (await site.DashboardsAsync()).Select(name => $"/dashboards/{name}"),
        ];
}
