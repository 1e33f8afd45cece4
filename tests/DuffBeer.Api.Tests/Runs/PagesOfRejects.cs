using System.Net;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Runs;

public sealed class PagesOfRejects
{
    [Fact]
    public async Task A_page_may_begin_behind_any_row_of_a_file_of_billions()
    {
        await using var server = await Server.StartAsync();
        var run = await server.IngestAsync("duff/orders/orders.csv", Csv.Header + Csv.Row(1) + Csv.Row(2, price: "no price"));

        var page = await server.GetAsync($"/api/runs/{run.GetProperty("id").GetString()}/rejects?next=3000000000");

        Assert.Equal((HttpStatusCode.OK, 0), (page.Status, page.Json.GetProperty("rejects").GetArrayLength()));
    }

    /// <summary>Chunks of some rows each, so that the rejects are in many parts.</summary>
    [Fact]
    public async Task Pages_of_rejected_rows_follow_each_other_over_all_chunks()
    {
        await using var server = await Server.StartAsync(chunkBytes: 400);
        var lines = Enumerable.Range(1, 200).Select(row => Csv.Row(row, price: row % 25 == 0 ? "=1+1" : "2.50"));
        var run = await server.IngestAsync("duff/orders/orders.csv", Csv.Header + string.Concat(lines));
        Assert.Equal(8, run.GetProperty("ledger").GetProperty("rejected").GetInt32());

        var (rows, path) = (new List<int>(), $"/api/runs/{run.GetProperty("id").GetString()}/rejects?limit=3");
        while (path is not null)
        {
            var page = (await server.GetAsync(path)).Json;
            rows.AddRange(page.GetProperty("rejects").EnumerateArray().Select(reject => reject.GetProperty("row").GetInt32()));
            path = page.TryGetProperty("nextLink", out var next) ? next.GetString() : null;
        }

        Assert.Equal([25, 50, 75, 100, 125, 150, 175, 200], rows);
        var csv = (await server.GetAsync($"/api/runs/{run.GetProperty("id").GetString()}/rejects.csv")).Text;
        Assert.Equal(9, csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(8, csv.Split(",Duff Classic,\"'=1+1\",6,").Length - 1);
    }
}
