using Microsoft.Playwright;

namespace DuffBeer.Pages.Tests.Browsing;

/// <summary>One browser tab of a reader. It collects what the browser complains of: nothing is expected.</summary>
sealed class Visit : IAsyncDisposable
{
    readonly IBrowserContext _context;

    Visit(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>Console messages, reports of the content policy, failed requests and script errors.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Visit> OpenAsync(
        Site site, string path, ColorScheme theme = ColorScheme.Light, int width = 1440, int height = 1000)
    {
        var context = await site.Browser.NewContextAsync(new()
        {
            BaseURL = site.Address,
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
            Locale = "en-GB",
        });
        var visit = new Visit(context, await context.NewPageAsync());
        visit.Page.Console += (_, message) => visit.Complaints.Add($"console {message.Type}: {message.Text}");
        visit.Page.PageError += (_, error) => visit.Complaints.Add($"script: {error}");
        visit.Page.RequestFailed += (_, request) =>
        {
            // A page that is left gives up its requests.
            if (request.Failure != "net::ERR_ABORTED")
                visit.Complaints.Add($"request: {request.Url} {request.Failure}");
        };
        await visit.GoAsync(path);
        return visit;
    }

    /// <summary>Opens an address and waits until the page is complete.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Waits until every tile shows what it should.</summary>
    public async Task ReadyAsync()
    {
        await Page.Locator("main h1").First.WaitForAsync();
        await Assertions.Expect(Page.Locator("main[aria-busy], main [aria-busy]")).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    public ILocator Tile(string id) => Page.Locator($"[data-tile='{id}']");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
