using System.Net;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Http;

public sealed class ListenTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    public async Task A_server_answers_under_the_address_that_it_listens_on(string address)
    {
        await using var server = await Server.StartAsync(address: IPAddress.Parse(address));

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/reports")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await server.GetAsync("/api/reports", ("Host", "evil.example"))).Status);
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/docs/")]
    [InlineData("/api/docs/")]
    public async Task Every_usual_address_leads_to_the_page(string path)
    {
        await using var server = await Server.StartAsync();

        var answer = await server.GetAsync(path);

        Assert.Equal((HttpStatusCode.Redirect, "/api/docs"), (answer.Status, answer.Header("Location")));
    }

    [Theory]
    [InlineData("/api/runs", """{"key":7}""", "the value has another type than expected (at '$.key'")]
    [InlineData("/api/runs", """{"kee":"a.csv"}""", "there is no property 'kee'")]
    [InlineData("/api/runs", "{}", "these properties are required: 'key'")]
    [InlineData("/api/runs", """{"key":null}""", "'key' must not be null")]
    [InlineData("/api/runs", "[7]", "the value should be an object")]
    [InlineData("/api/runs", "{", "is not valid JSON")]
    [InlineData("/api/refresh", """{"models":7}""", "the value should be an array")]
    [InlineData("/api/refresh", """{"settings":7}""", "the value should be an object")]
    [InlineData("/api/refresh", """{"models":[{}]}""", "the value should be a string")]
    public async Task A_mistake_in_a_body_is_told_in_the_words_of_JSON(string path, string body, string expected)
    {
        await using var server = await Server.StartAsync();

        var answer = await server.PostAsync(path, body);

        Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
        Assert.Contains(expected, answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        foreach (var foreign in new[] { "System.", "DuffBeer.", ".NET" })
            Assert.DoesNotContain(foreign, answer.Text, StringComparison.Ordinal);
    }
}
