using System.Diagnostics;
using System.Globalization;
using System.Text;
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
    const string WrongPrice = "9999999.99";

    /// <param name="file">A file of orders, already ingested into the home.</param>
    public static async Task<FoundFault> FindAsync(string home, string file)
    {
        var line = await PlantAsync(file);
        await Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "--home", home, "ingest", file, "--dataset", "duff_orders", "--key",
            $"duff/orders/demo/{Path.GetFileName(file)}");
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
            other => other.GetProperty("raw").GetString()?.Contains(WrongPrice, StringComparison.Ordinal) == true);
        if (found.GetProperty("line").GetInt64() != line)
            throw new InvalidOperationException($"The wrong line is {line}, but {found.GetProperty("line")} was found.");
        return new(found.GetProperty("file").GetString()!, line, steps);
    }

    /// <summary>Changes the price of a line in the middle; returns its number.</summary>
    static async Task<long> PlantAsync(string file)
    {
        var lines = await File.ReadAllLinesAsync(file);
        var wrong = Array.FindIndex(
            lines, lines.Length / 2,
            line => line.Split(',').Length == 10 && !line.Contains('"', StringComparison.Ordinal)
                && int.Parse(line.Split(',')[0], CultureInfo.InvariantCulture) > 2_000);
        var cells = lines[wrong].Split(',');
        cells[5] = WrongPrice;
        lines[wrong] = string.Join(',', cells);
        await File.WriteAllTextAsync(file, string.Join('\n', lines) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return wrong + 1;
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
