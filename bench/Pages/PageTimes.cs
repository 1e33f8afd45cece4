using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace DuffBeer.PagesBench;

/// <summary>Times, bytes and layout shifts of pages, from the browser's performance entries.</summary>
sealed class PageTimes(IBrowser browser, string address)
{
    const int Visits = 3;
    const int Choices = 40;

    const string Ready = "() => performance.getEntriesByName('page to pixels').length > 0";
    const string Bytes = """
        () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
            .reduce((sum, entry) => sum + entry.transferSize, 0)
        """;

    /// <summary>Chooses a value as a reader does, and waits until every tile is drawn and the browser has painted.</summary>
    const string Choose = """
        ([value, sibling]) => new Promise(resolve => {
            const box = document.querySelector(`form.filters select:has(option[value="${sibling}"])`);
            const started = performance.now();
            if (box) {
                box.value = value;
                box.dispatchEvent(new Event('change'));
            } else document.querySelector(`form.filters input[type=radio][value="${value}"]`).click();
            const look = () => document.querySelector('main [aria-busy]')
                ? requestAnimationFrame(look)
                : requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
            look();
        })
        """;

    const string Shift = """
        () => new Promise(resolve => {
            let sum = 0;
            new PerformanceObserver(list => list.getEntries().forEach(entry => sum += entry.hadRecentInput ? 0 : entry.value))
                .observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => resolve(sum), 100);
        })
        """;

    public async Task<IReadOnlyList<string>> NamesAsync() =>
    [
        .. (await GetAsync("/api/dashboards")).GetProperty("dashboards").EnumerateArray()
            .Select(page => page.GetProperty("name").GetString()!),
    ];

    /// <summary>How many rows are behind the pages, in a sentence.</summary>
    public async Task<string> HistoryAsync()
    {
        var datasets = (await GetAsync("/api/datasets")).GetProperty("datasets").EnumerateArray();
        var counts = datasets.Select(dataset => string.Create(
            CultureInfo.InvariantCulture, $"{dataset.GetProperty("name")} {dataset.GetProperty("rows").GetInt64():N0}"));
        return $"Published rows: {string.Join(", ", counts)}.";
    }

    public async Task<string> RowAsync(string name)
    {
        var visits = new List<(double First, double Whole, double Bytes, double Shift)>();
        for (var visit = 0; visit < Visits; visit++)
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
            var page = await OpenAsync(context, name);
            visits.Add((
                await DurationAsync(page, "first tile"), await DurationAsync(page, "page to pixels"),
                await page.EvaluateAsync<double>(Bytes),
                await page.EvaluateAsync<double>(Shift)));
        }

        var later = await LaterAsync(name);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(visits.Select(visit => visit.First)):0} | {Median(visits.Select(visit => visit.Whole)):0} | "
                + $"{Median(visits.Select(visit => visit.Bytes)) / 1e3:0.0} | {later / 1e3:0.0} | "
                + $"{visits.Max(visit => visit.Shift):0.000} |");
    }

    /// <summary>From a choice in a filter to the last changed tile on the screen, in a sentence.</summary>
    public async Task<string> FiltersAsync()
    {
        var times = new List<double>();
        foreach (var (name, choices) in new[]
        {
            ("duff-sales", new[] { "day", "week", "month" }), ("sales-trends", ["Lunch", "Dinner", "All"]),
            ("retail-profit", ["quarter", "year", "month"]), ("churn", ["VIP", "Lost", ""]),
        })
        {
            await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
            var page = await OpenAsync(context, name);
            for (var choice = 0; choice < Choices / 4; choice++)
            {
                var value = choices[choice % choices.Length];
                times.Add(await page.EvaluateAsync<double>(Choose, new[] { value, choices[0] }));
            }
        }

        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Filter to pixels, {times.Count} choices on four pages: p50 {times[times.Count / 2]:0} ms, "
                + $"p95 {times[times.Count * 95 / 100]:0} ms.");
    }

    /// <summary>Bytes of a page that is opened by a link from another.</summary>
    async Task<double> LaterAsync(string name)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 1000 } });
        var page = await OpenAsync(context, name == "duff-sales" ? "retail-profit" : "duff-sales");
        var before = await page.EvaluateAsync<double>(Bytes);
        await page.Locator($".menu a[href='/dashboards/{name}']").ClickAsync();
        await page.WaitForFunctionAsync(
            $"() => location.pathname.endsWith('/{name}') && !document.querySelector('main[aria-busy], main [aria-busy]')");
        await page.WaitForTimeoutAsync(200);
        return await page.EvaluateAsync<double>(Bytes) - before;
    }

    async Task<IPage> OpenAsync(IBrowserContext context, string name)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{address}/dashboards/{name}{Shots.Query(name)}");
        await page.WaitForFunctionAsync(Ready, null, new() { Timeout = 60_000 });
        return page;
    }

    static Task<double> DurationAsync(IPage page, string measure) =>
        page.EvaluateAsync<double>("name => performance.getEntriesByName(name)[0].duration", measure);

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    async Task<JsonElement> GetAsync(string path)
    {
        using var http = new HttpClient();
        return JsonDocument.Parse(await http.GetStringAsync(address + path)).RootElement;
    }
}
