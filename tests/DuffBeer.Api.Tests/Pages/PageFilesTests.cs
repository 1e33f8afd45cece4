using System.Net;
using System.Text.RegularExpressions;
using DuffBeer.Api.Http;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Pages;

/// <summary>The files of the pages: one shell, and assets that browsers keep for ever.</summary>
public sealed class PageFilesTests : IAsyncLifetime
{
    const string Forever = "public, max-age=31536000, immutable";

    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/dashboards/sales-trends")]
    [InlineData("/runs")]
    [InlineData("/runs/some-run")]
    [InlineData("/data/models/fact_orders")]
    public async Task Every_page_has_the_same_shell_which_is_checked_at_each_visit(string path)
    {
        var shell = await _server.GetAsync(path);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (shell.Status, shell.MediaType));
        Assert.Equal("no-cache", shell.Header("Cache-Control"));
        Assert.Equal(SecurityHeaders.ContentSecurityPolicy, shell.Header("Content-Security-Policy"));
        Assert.DoesNotMatch("<script(?![^>]* src=)|<style|style=|onload=", shell.Text);
        Assert.Equal(HttpStatusCode.NotModified, (await _server.GetAsync(path, ("If-None-Match", shell.Header("ETag")))).Status);
    }

    [Fact]
    public async Task Assets_are_named_by_their_content_kept_for_ever_and_compressed_ahead()
    {
        var shell = (await _server.GetAsync("/")).Text;
        var assets = Regex.Matches(shell, "/assets/[^\"]+").Select(match => match.Value).ToList();
        Assert.InRange(assets.Count, 4, 10);

        foreach (var asset in assets)
        {
            var plain = await _server.GetAsync(asset);
            Assert.Equal((HttpStatusCode.OK, Forever), (plain.Status, plain.Header("Cache-Control")));
            if (plain.Body.Length < 2_000)
                continue;
            foreach (var coding in new[] { "br", "gzip" })
            {
                var compressed = await _server.GetAsync(asset, ("Accept-Encoding", coding));
                Assert.Equal(coding, compressed.Header("Content-Encoding"));
                Assert.Equal(plain.Text, Unpack.Text(compressed));
            }
        }

        var script = assets.Single(asset => asset.Contains("/main-", StringComparison.Ordinal));
        var onDisk = new FileInfo(Path.Combine(new ApiOptions().PagesFolder, $"{Path.GetFileName(script)}.br"));
        Assert.Equal(onDisk.Length, (await _server.GetAsync(script, ("Accept-Encoding", "br"))).Body.Length);
    }

    [Fact]
    public async Task A_head_has_no_body_another_method_is_refused_and_unknown_paths_are_problems()
    {
        Assert.Empty((await _server.SendAsync(HttpMethod.Head, "/runs", null)).Body);
        (await _server.PostAsync("/runs", "{}")).Problem(HttpStatusCode.MethodNotAllowed);
        (await _server.GetAsync("/assets/main.js")).Problem(HttpStatusCode.NotFound);
        (await _server.GetAsync("/assets/..%2F..%2Fduffbeer.dll")).Problem(HttpStatusCode.NotFound);
        (await _server.GetAsync("/elsewhere")).Problem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_build_without_node_says_so_and_serves_the_api()
    {
        using var empty = new TemporaryFolder();
        await using var server = await Server.StartAsync(new ApiOptions { PagesFolder = empty.Path });

        Assert.Contains("Node.js", (await server.GetAsync("/")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/reports")).Status);
    }
}
