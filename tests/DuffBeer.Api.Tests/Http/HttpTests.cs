using System.Net;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Http;

public sealed class HttpTests(Published published) : IClassFixture<Published>
{
    readonly Server _server = published.Server;

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/none")]
    [InlineData("/apireports")]
    [InlineData("/none")]
    [InlineData("/api/reports/a/b")]
    [InlineData("/api/docs/../../duffbeer.dll")]
    [InlineData("/api/docs/%2e%2e%2fduffbeer.dll")]
    public async Task An_address_that_is_not_there_is_a_problem_of_404(string path) =>
        Assert.Equal("NotFound", (await _server.GetAsync(path)).Problem(HttpStatusCode.NotFound));

    [Theory]
    [InlineData("POST", "/api/reports", "GET, HEAD")]
    [InlineData("DELETE", "/api/runs", "GET, HEAD, POST")]
    [InlineData("GET", "/api/events/s3", "POST")]
    [InlineData("PUT", "/api/runs/x", "GET, HEAD")]
    public async Task A_method_that_an_address_does_not_answer_is_405(string method, string path, string allow)
    {
        var answer = await _server.SendAsync(new(method), path, null);

        Assert.Equal("MethodNotAllowed", answer.Problem(HttpStatusCode.MethodNotAllowed));
        Assert.Equal(allow, answer.Header("Allow"));
    }

    [Theory]
    [InlineData("/api/reports/orders")]
    [InlineData("/api/runs")]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/docs")]
    [InlineData("/api/reports/orders.csv")]
    public async Task HEAD_has_the_headers_of_GET_and_no_body(string path)
    {
        var get = await _server.GetAsync(path);
        var head = await _server.SendAsync(HttpMethod.Head, path, null);

        Assert.Equal((get.Status, get.MediaType, get.Header("ETag")), (head.Status, head.MediaType, head.Header("ETag")));
        Assert.Empty(head.Body);
        if (!path.EndsWith(".csv", StringComparison.Ordinal))
            Assert.Equal(get.Body.Length, head.ContentHeaders.ContentLength);
    }

    [Theory]
    [InlineData("/api/reports")]
    [InlineData("/api/none")]
    [InlineData("/api/docs")]
    [InlineData("/api/runs/none")]
    public async Task Every_answer_has_the_security_headers(string path)
    {
        var answer = await _server.GetAsync(path);

        var policy = answer.Header("Content-Security-Policy");
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("", answer.Header("Server"));
        Assert.Equal("", answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Pages_of_other_sites_change_nothing_and_other_names_are_not_answered()
    {
        Assert.Equal(
            "Forbidden",
            (await _server.PostAsync("/api/refresh", null, ("Origin", "https://example.com"))).Problem(HttpStatusCode.Forbidden));
        Assert.Equal("Forbidden", (await _server.PostAsync("/api/refresh", null, ("Origin", "null"))).Problem(HttpStatusCode.Forbidden));
        Assert.Equal("Forbidden", (await _server.GetAsync("/api/runs", ("Host", "rebound.example.com"))).Problem(HttpStatusCode.Forbidden));
        var own = _server.Http.BaseAddress!.ToString().TrimEnd('/');
        Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync("/api/refresh", null, ("Origin", own))).Status);
    }

    [Fact]
    public async Task A_problem_belongs_to_the_trace_of_its_caller()
    {
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        var answer = await _server.GetAsync("/api/none", ("traceparent", $"00-{trace}-00f067aa0ba902b7-01"));

        Assert.Equal(trace, answer.Json.GetProperty("traceId").GetString());
    }

    [Fact]
    public async Task Health_names_each_dependency()
    {
        var ready = await _server.GetAsync("/api/health/ready");

        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Equal(
            ["landing", "lake", "engine"],
            ready.Json.GetProperty("dependencies").EnumerateArray().Select(dependency => dependency.GetProperty("name").GetString()));
        Assert.Equal(
            ["name", "isReady", "milliseconds"],
            ready.Json.GetProperty("dependencies")[0].EnumerateObject().Select(property => property.Name));
        Assert.True((await _server.GetAsync("/api/health/live")).Json.GetProperty("isReady").GetBoolean());
    }

    [Fact]
    public async Task The_page_to_try_the_API_on_uses_only_files_of_its_own()
    {
        var page = (await _server.GetAsync("/api/docs")).Text;

        Assert.DoesNotContain("//", page.Replace("<!doctype", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (System.Text.RegularExpressions.Match file in System.Text.RegularExpressions.Regex.Matches(
            page, "(?:src|href)=\"(docs/[^\"]+)\""))
            Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync($"/api/{file.Groups[1].Value}")).Status);
        Assert.Equal("/api/docs", (await _server.GetAsync("/docs")).Header("Location"));
    }

    [Fact]
    public async Task Without_the_files_that_npm_brings_the_page_says_what_is_missing()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.html"], "");
        await using var server = await Server.StartAsync(new() { DocsFolder = folder.Path });

        var answer = await server.GetAsync("/api/docs");

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("Node.js", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/docs/swagger-ui-bundle.js")).Status);
    }

    [Fact]
    public async Task More_requests_than_are_allowed_at_once_are_told_to_come_back()
    {
        await using var server = await Server.StartAsync(new() { MostRequests = 0 });
        var answer = await server.GetAsync("/api/reports");

        Assert.Equal("Overloaded", answer.Problem(HttpStatusCode.TooManyRequests));
        Assert.NotEqual("", answer.Header("Retry-After"));
    }
}
