using Microsoft.Playwright;

namespace DuffBeer.PagesBench;

/// <summary>The pictures of the README and the guide: the upper part of three pages, in light.</summary>
sealed class Pictures(IBrowser browser, string address, string folder)
{
    public async Task TakeAsync()
    {
        Directory.CreateDirectory(folder);
        using var http = new HttpClient();
        await TakeAsync("sales-trends", "/dashboards/sales-trends?location=each", 1280, 860);
        await TakeAsync("run", $"/runs/{await Shots.RunAsync(http, address, "retail_orders")}", 1280, 860);
        await TakeAsync("customer-value-phone", "/dashboards/customer-value", 390, 844);
    }

    async Task TakeAsync(string name, string path, int width, int height)
    {
        await using var context = await browser.NewContextAsync(new()
        {
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = width, Height = height },
        });
        var page = await Shots.OpenAsync(context, address + path);
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }
}
