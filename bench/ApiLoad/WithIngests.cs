using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace DuffBeer.Bench.ApiLoad;

/// <param name="Published">How many of the sent files readers see at the end.</param>
/// <param name="Memory">Resident bytes of the server, at the start and then every <see cref="WithIngests.Between"/>.</param>
sealed record Busy(Seen Seen, int Files, int Published, IReadOnlyList<long> Memory);

/// <summary>Reports under load during ingests: no errors, and memory that does not grow.</summary>
static class WithIngests
{
    const int RowsOfAFile = 2_000;
    const string Header = "client_id,client_name,order_id,product_id,product_description,"
        + "product_price,product_ccf,product_volume,point_of_sale_channel,status\n";

    /// <summary>The interval between two measurements of the server's memory.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    public static async Task<Busy> RunAsync(
        HttpClient http, ServerProcess server, Func<int, HttpRequestMessage> question, int clients, TimeSpan time)
    {
        using var stop = new CancellationTokenSource(time);
        var memory = new List<long>();
        var watching = WatchAsync(server, memory, stop.Token);
        var feeding = FeedAsync(http, server, stop.Token);
        var seen = await new Load(http, server, clients).RunAsync(question, HttpStatusCode.OK, int.MaxValue, time);
        await watching;
        var runs = await feeding;
        return new(seen, runs.Count, await PublishedAsync(http, runs), memory);
    }

    static async Task<List<string>> FeedAsync(HttpClient http, ServerProcess server, CancellationToken stop)
    {
        var runs = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"duff/orders/load-{runs.Count}.csv");
            var path = Path.Combine(server.Home, "landing", key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(
                path,
                Header + string.Concat(Enumerable.Range(0, RowsOfAFile).Select(row => Row(10_000_000L + (runs.Count * RowsOfAFile) + row))),
                CancellationToken.None);
            var detail = $$"""{"bucket":{"name":"landing"},"object":{"key":"{{key}}"} }""";
            var body = $$"""{"source":"aws.s3","detail-type":"Object Created","detail":{{detail}} }""";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync("/api/events/s3", content, CancellationToken.None);
            using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(CancellationToken.None));
            runs.Add(json.RootElement.GetProperty("events")[0].GetProperty("run").GetString()!);
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), stop));
        }

        return runs;
    }

    static async Task WatchAsync(ServerProcess server, List<long> memory, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            memory.Add(server.WorkingSet);
            Console.Error.WriteLine($"{memory.Count - 1}0 s: {memory[^1] >> 20} MiB");
            await Task.WhenAny(Task.Delay(Between, stop));
        }
    }

    static async Task<int> PublishedAsync(HttpClient http, List<string> runs)
    {
        var published = 0;
        foreach (var run in runs)
        {
            for (var tries = 0; tries < 600; tries++)
            {
                using var json = JsonDocument.Parse(await http.GetStringAsync($"/api/runs/{run}"));
                if (json.RootElement.GetProperty("runtimeStatus").GetString() == "Running")
                {
                    await Task.Delay(100);
                    continue;
                }

                published += json.RootElement.GetProperty("published").GetBoolean() ? 1 : 0;
                break;
            }
        }

        return published;
    }

    static string Row(long order) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{1001 + (order % 50)},Moe's Tavern {order % 50},{order},102,Duff Classic,2.50,{1 + (order % 9)},0.33,Retail,created\n");
}
