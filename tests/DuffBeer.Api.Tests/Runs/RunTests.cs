using System.Net;
using System.Text.Json;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

public sealed class RunTests(Published published) : IClassFixture<Published>
{
    readonly Server _server = published.Server;

    [Fact]
    public async Task A_run_has_the_durable_shape_its_ledger_and_links()
    {
        var listed = (await _server.GetAsync("/api/runs?status=Completed&dataset=duff_orders")).Json.GetProperty("runs")[0];
        var run = (await _server.GetAsync($"/api/runs/{listed.GetProperty("id").GetString()}")).Json;

        Assert.Equal(
            ["instanceId", "runtimeStatus", "customStatus", "createdTime", "lastUpdatedTime", "output"],
            run.EnumerateObject().Take(6).Select(property => property.Name));
        Assert.Equal((63, 62, 1), (Number(run, "rowsRead"), Number(run, "accepted"), Number(run, "rejected")));
        Assert.Equal(1, run.GetProperty("ledger").GetProperty("rejectsByCode").GetProperty("TypeError").GetInt32());
        Assert.Equal(63, run.GetProperty("customStatus").GetProperty("rows").GetInt32());
        Assert.True(run.GetProperty("customStatus").GetProperty("rowsPerSecond").GetDouble() > 0);
        Assert.True(run.GetProperty("published").GetBoolean());
        foreach (var link in (string[])["statusQueryGetUri", "rejects", "events"])
            Assert.Equal(HttpStatusCode.OK, (await _server.GetAsync(run.GetProperty("links").GetProperty(link).GetString()!)).Status);

        static int Number(JsonElement run, string name) => run.GetProperty("ledger").GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("status=Failed", 0)]
    [InlineData("status=completed", 1)]
    [InlineData("dataset=other", 0)]
    [InlineData("since=2099-01-01T00:00:00Z", 0)]
    [InlineData("since=2020-01-01", 1)]
    public async Task Runs_are_listed_by_state_dataset_and_time(string filter, int count) =>
        Assert.Equal(count, (await _server.GetAsync($"/api/runs?{filter}")).Json.GetProperty("runs").GetArrayLength());

    [Theory]
    [InlineData("status=Lost", "status")]
    [InlineData("since=yesterday", "since")]
    [InlineData("limit=0", "limit")]
    [InlineData("color=red", "color")]
    public async Task A_wrong_filter_is_400(string filter, string name)
    {
        var answer = await _server.GetAsync($"/api/runs?{filter}");

        answer.Problem(HttpStatusCode.BadRequest);
        Assert.True(answer.Json.GetProperty("errors").TryGetProperty(name, out _));
    }

    [Fact]
    public async Task Rejected_rows_come_with_their_reason_and_as_CSV_with_the_columns_of_the_source()
    {
        var run = (await _server.GetAsync("/api/runs")).Json.GetProperty("runs")[0].GetProperty("id").GetString();
        var reject = Assert.Single((await _server.GetAsync($"/api/runs/{run}/rejects")).Json.GetProperty("rejects").EnumerateArray());
        Assert.Equal(
            ("TypeError", 63, "product_price", "no price"),
            (Text("code"), reject.GetProperty("row").GetInt32(), Text("column"), Text("value")));

        var csv = (await _server.GetAsync($"/api/runs/{run}/rejects.csv")).Text.Split('\n');
        Assert.Equal(Csv.Header.TrimEnd() + ",_code,_row,_byte,_column,_value,_message,_raw", csv[0]);
        Assert.StartsWith(
            "1001,Moe's Tavern,63,102,Duff Classic,no price,6,0.33,Retail,created,TypeError,63,", csv[1], StringComparison.Ordinal);
        Assert.Equal(string.Join('\n', csv), (await _server.GetAsync($"/api/runs/{run}/rejects", ("Accept", "text/csv"))).Text);

        string? Text(string name) => reject.GetProperty(name).GetString();
    }

    [Theory]
    [InlineData("reason=TypeError", 1)]
    [InlineData("reason=missingcell", 0)]
    public async Task Rejected_rows_are_selected_by_their_reason(string filter, int rows)
    {
        var run = (await _server.GetAsync("/api/runs")).Json.GetProperty("runs")[0].GetProperty("id").GetString();

        var page = await _server.GetAsync($"/api/runs/{run}/rejects?{filter}");
        var csv = await _server.GetAsync($"/api/runs/{run}/rejects.csv?{filter}");

        Assert.Equal(rows, page.Json.GetProperty("rejects").GetArrayLength());
        Assert.Equal(rows + 1, csv.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("reason=none", "reason", "TypeError")]
    [InlineData("code=TypeError", "code", "reason=TypeError")]
    public async Task A_reason_that_does_not_exist_or_is_given_as_the_key_is_400(string filter, string name, string says)
    {
        var run = (await _server.GetAsync("/api/runs")).Json.GetProperty("runs")[0].GetProperty("id").GetString();

        var answer = await _server.GetAsync($"/api/runs/{run}/rejects?{filter}");

        answer.Problem(HttpStatusCode.BadRequest);
        Assert.Contains(says, answer.Json.GetProperty("errors").GetProperty(name)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("GET", "/rejects")]
    [InlineData("GET", "/rejects.csv")]
    [InlineData("POST", "/replay")]
    [InlineData("POST", "/retire")]
    [InlineData("POST", "/terminate")]
    [InlineData("POST", "/suspend")]
    [InlineData("POST", "/resume")]
    public async Task A_run_that_is_not_there_is_404(string method, string below) =>
        Assert.Equal(
            "NotFound",
            (
                await _server.SendAsync(
                    new(method), $"/api/runs/duff_orders-0000000000000000{below}", null)).Problem(HttpStatusCode.NotFound));
}
