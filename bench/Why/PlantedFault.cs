using System.Diagnostics;
using System.Text.Json;
using DuffBeer.Bench.Measuring;

namespace DuffBeer.Bench.Why;

/// <summary>How a wrong line was found.</summary>
/// <param name="Steps">What was clicked, and how long the server took, in milliseconds.</param>
sealed record FoundFault(string File, long Line, IReadOnlyList<(string Step, double Milliseconds)> Steps);

/// <summary>
/// One line of millions has a wrong price. It is found by the requests of three clicks: the page of clients, the orders of the client at
/// its top, and Why? of the order at their top.
/// </summary>
static class PlantedFault
{
    /// <param name="file">A file of orders, already ingested into the home.</param>
    public static async Task<FoundFault> FindAsync(string home, string file)
    {
        var line = await WrongLine.PlantAsync(home, file);
        using var server = await Server.StartAsync(home);
        var steps = new List<(string, double)>();
        var clients = await server.AskAsync(steps, "the page of clients", "top-clients?sort=-gross_sales&limit=10");
        var client = Text(clients.GetProperty("rows")[0], "client_id");
        var orders = await server.AskAsync(
            steps, "the orders of the client at the top", $"orders-by-client?client_id={client}&sort=-total_price&limit=100");
        var order = Text(orders.GetProperty("rows")[0], "order_id");
        var why = await server.AskAsync(
            steps, "Why? of the order at the top", $"orders-by-client/why?client_id={client}&row=order_id={order}");
        var found = why.GetProperty("lines").EnumerateArray().Single(
            other => other.GetProperty("raw").GetString()?.Contains(WrongLine.Price, StringComparison.Ordinal) == true);
        if (found.GetProperty("line").GetInt64() != line.Number)
            throw new InvalidOperationException($"The wrong line is {line.Number}, but {found.GetProperty("line")} was found.");
        return new(found.GetProperty("file").GetString()!, line.Number, steps);
    }

    static string Text(JsonElement row, string column) => row.GetProperty(column).ToString();

    /// <summary>The product serving a home.</summary>
    sealed class Server(Process process, HttpClient http) : IDisposable
    {
        public static async Task<Server> StartAsync(string home)
        {
            var process = Process.Start(
                new ProcessStartInfo(Programs.DuffBeer, ["--home", home, "serve", "--port", "0"]) { RedirectStandardOutput = true })!;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("Serving ", StringComparison.Ordinal))
                    return new(process, new() { BaseAddress = new($"{line.Split(' ')[1]}/api/reports/") });
            }

            throw new InvalidOperationException("The server did not start.");
        }

        public async Task<JsonElement> AskAsync(List<(string, double)> steps, string step, string request)
        {
            var watch = Stopwatch.StartNew();
            using var answer = JsonDocument.Parse(await http.GetStringAsync(new Uri(request, UriKind.Relative)));
            steps.Add((step, watch.Elapsed.TotalMilliseconds));
            return answer.RootElement.Clone();
        }

        public void Dispose()
        {
            http.Dispose();
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
