using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Api.Tests.Runs;

/// <summary>Rejected rows go back in over HTTP once they are corrected.</summary>
public sealed class CorrectionTests : IAsyncLifetime
{
    Server _server = null!;

    public async Task InitializeAsync() => _server = await Server.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Rejects_as_they_were_given_and_then_corrected_are_added_once_however_often_they_are_sent()
    {
        var original = await IngestAsync();
        var rejects = (await _server.GetAsync($"/api/runs/{original}/rejects.csv")).Text;
        var corrected = rejects.Replace(",cheap,", ",2.50,", StringComparison.Ordinal)
            .Replace(",dear,", ",9.50,", StringComparison.Ordinal);
        Assert.NotEqual(rejects, corrected);

        var first = await PostAsync(original, corrected);
        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        var run = first.Json.GetProperty("id").GetString()!;
        Assert.Equal((original, $"/api/runs/{run}"), (first.Json.GetProperty("corrects").GetString(), first.Header("Location")));
        var ended = await _server.EndOfAsync(run);
        Assert.Equal(
            ("Completed", true, 2),
            (
                ended.GetProperty("runtimeStatus").GetString(),
                ended.GetProperty("published").GetBoolean(),
                ended.GetProperty("ledger").GetProperty("accepted").GetInt32()));

        var again = await PostAsync(original, corrected);
        Assert.Equal(
            (HttpStatusCode.OK, run, 1),
            (again.Status, again.Json.GetProperty("id").GetString(), again.Json.GetProperty("attempt").GetInt32()));
        await _server.RefreshAsync();
        Assert.Equal(7, (await _server.GetAsync("/api/reports/orders")).Json.GetProperty("rows").GetArrayLength());

        Assert.Equal(
            System.Text.Json.JsonValueKind.Null, (await _server.GetAsync($"/api/runs/{original}")).Json.GetProperty("corrects").ValueKind);
        var listed = (await _server.GetAsync("/api/runs")).Json
            .GetProperty("runs")
            .EnumerateArray()
            .ToDictionary(listing => listing.GetProperty("id").GetString()!);
        Assert.Equal(original, listed[run].GetProperty("corrects").GetString());
        Assert.False(listed[original].TryGetProperty("corrects", out _));
    }

    [Fact]
    public async Task A_run_of_corrected_rows_is_replayed_like_any_other()
    {
        var original = await IngestAsync();
        var run = (await PostAsync(original, Csv.Header + Csv.Row(6))).Json.GetProperty("id").GetString()!;
        await _server.EndOfAsync(run);

        Assert.Equal(HttpStatusCode.Accepted, (await _server.PostAsync($"/api/runs/{run}/replay")).Status);

        var again = await _server.EndOfAsync(run);
        Assert.Equal(
            ("Completed", 2, original),
            (
                again.GetProperty("runtimeStatus").GetString(),
                again.GetProperty("attempt").GetInt32(),
                again.GetProperty("corrects").GetString()));
        Assert.Empty((await _server.PostAsync("/api/reconcile")).Json.GetProperty("started").EnumerateArray());
    }

    [Fact]
    public async Task Corrected_rows_are_judged_by_what_is_published_also_while_their_original_runs_again()
    {
        var original = await IngestAsync();
        var run = (await PostAsync(original, Csv.Header + Csv.Row(6))).Json.GetProperty("id").GetString()!;
        await _server.EndOfAsync(run);
        var runs = new RunRecords(_server.Lake, TimeProvider.System);
        await runs.UpdateAsync(original, new AttemptBegun(2, 1, DateTimeOffset.UtcNow), default);

        await _server.PostAsync($"/api/runs/{run}/replay");

        var again = await _server.EndOfAsync(run);
        Assert.Equal(
            ("Completed", 2, true),
            (
                again.GetProperty("runtimeStatus").GetString(),
                again.GetProperty("attempt").GetInt32(),
                again.GetProperty("published").GetBoolean()));
    }

    [Fact]
    public async Task What_cannot_be_put_in_is_told_and_nothing_is_kept()
    {
        var original = await IngestAsync();
        var whole = (await _server.IngestAsync("duff/orders/whole.csv", Csv.Header + Csv.Rows(3, first: 50)))
            .GetProperty("id")
            .GetString()!;
        var row = Csv.Header + Csv.Row(6);

        Assert.Equal("NotFound", (await PostAsync("duff_orders-0000000000000000", row)).Problem(HttpStatusCode.NotFound));
        Assert.Equal("Conflict", (await PostAsync(whole, row)).Problem(HttpStatusCode.Conflict));
        Assert.Equal("BadRequest", (await PostAsync(original, "")).Problem(HttpStatusCode.BadRequest));
        Assert.Equal(
            "UnsupportedMediaType", (await PostAsync(original, "{}", "application/json")).Problem(HttpStatusCode.UnsupportedMediaType));
        Assert.Equal(
            "TooLarge", (await PostAsync(original, new string('x', (16 << 20) + 1))).Problem(HttpStatusCode.RequestEntityTooLarge));
        Assert.Equal("BadRequest", (await _server.PostAsync($"/api/runs/{original}/rejects?dataset=x")).Problem(HttpStatusCode.BadRequest));
        Assert.Empty(await _server.Lake.ListAsync("corrections/", default).ToListAsync());
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("client_id,_code,_row,_byte,_column,_value,_message,_raw\n\"never closed")]
    [InlineData("a,b\n1,\"2\"x\"3\n")]
    [InlineData("\0\0\0\n")]
    [InlineData("client_id,_code,_row,_byte,_column,_value,_message,_raw\n1,\"a\"b,\"\n\0")]
    public async Task A_body_that_is_no_good_CSV_is_never_a_defect(string body)
    {
        var original = await IngestAsync();

        var answer = await PostAsync(original, body);

        if (answer.Status == HttpStatusCode.Accepted)
            Assert.Equal(
                "Failed", (await _server.EndOfAsync(answer.Json.GetProperty("id").GetString()!)).GetProperty("runtimeStatus").GetString());
        else
            Assert.Equal("BadRequest", answer.Problem(HttpStatusCode.BadRequest));
    }

    /// <summary>A run of seven rows, two of which are rejected for their price.</summary>
    async Task<string> IngestAsync() =>
        (await _server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(5) + Csv.Row(6, price: "cheap") + Csv.Row(7, price: "dear")))
            .GetProperty("id")
            .GetString()!;

    async Task<Answer> PostAsync(string run, string body, string type = "text/csv")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body))
        {
            Headers = { ContentType = MediaTypeHeaderValue.Parse(type) }
        };
        return await _server.SendAsync(HttpMethod.Post, $"/api/runs/{run}/rejects", content);
    }
}
