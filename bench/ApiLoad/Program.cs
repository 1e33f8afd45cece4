using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DuffBeer.Bench.ApiLoad;

// Loads a server in another process on this machine, and writes the measurements.
var options = Options.Read(args);
const int Rows = 50_000;
const int Most = 200_000;
var each = TimeSpan.FromSeconds(15);

using var server = await ServerProcess.StartAsync(Rows);
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new(server.Address) };
var text = new StringBuilder();
text.AppendLine("# API under load").AppendLine();
text.AppendLine(
    CultureInfo.InvariantCulture,
    $"Server and clients are two processes that share one machine: {Environment.ProcessorCount} processors, "
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}.");
text.AppendLine(
    CultureInfo.InvariantCulture,
    $"The home holds the demo's data ({Rows} Duff orders). `dotnet run --project bench/ApiLoad -c Release`.").AppendLine();
text.AppendLine("| | clients | requests | errors | requests/s | p50 ms | p99 ms | longest ms | server µs/request | clients µs/request |");
text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");

string[] questions =
[
    "/api/reports/client-orders",
    "/api/reports/sales-by-product",
    "/api/reports/order-status",
    "/api/reports/top-clients?n=20",
    "/api/reports/monthly-sales",
    "/api/reports/location-performance",
];
var load = new Load(http, server, clients: 16);
var errors = 0;
if (options.Only.Contains("fresh"))
    await FreshAsync();
if (options.Only.Contains("kept"))
    await KeptAsync();
if (options.Only.Contains("busy"))
    errors += await BusyAsync();

Console.Write(text);
if (options.Out is not null)
    await File.WriteAllTextAsync(options.Out, text.ToString());
return errors == 0 ? 0 : 1;

async Task FreshAsync()
{
    var clients = await ClientsAsync(http);
    HttpRequestMessage Fresh(int number) =>
        new(
            HttpMethod.Get,
            string.Create(
                CultureInfo.InvariantCulture,
                $"/api/reports/client-orders?client_id={clients[number % clients.Count]}&limit={1 + (number % 9_999)}"));
    // Lets hot code be compiled with optimisation before measuring.
    await load.RunAsync(number => Fresh(number + 100_000), HttpStatusCode.OK, 10_000, each);
    Line("report from a mart, each with other parameters", 16, await load.RunAsync(Fresh, HttpStatusCode.OK, 20_000, each));
}

async Task KeptAsync()
{
    var tags = new string[questions.Length];
    foreach (var (index, question) in questions.Index())
    {
        using var answer = await http.GetAsync(question);
        tags[index] = answer.EnsureSuccessStatusCode().Headers.ETag!.ToString();
    }

    await load.RunAsync(Question, HttpStatusCode.OK, 20_000, each);
    Line("repeated report, from the cache", 16, await load.RunAsync(Question, HttpStatusCode.OK, Most, each));
    Line("repeated report, by ETag (304)", 16, await load.RunAsync(
        number =>
        {
            var request = Question(number);
            request.Headers.TryAddWithoutValidation("If-None-Match", tags[number % questions.Length]);
            return request;
        },
        HttpStatusCode.NotModified, Most, each));
}

async Task<int> BusyAsync()
{
    var busy = await WithIngests.RunAsync(http, server, Question, clients: 64, TimeSpan.FromSeconds(options.Seconds));
    Line($"reports for {options.Seconds} s while one file per second is ingested", 64, busy.Seen);
    text.AppendLine();
    text.AppendLine(
        CultureInfo.InvariantCulture,
        $"During ingests: {busy.Files} files sent, {busy.Published} published. Resident memory of the server, in MiB, "
            + $"every {WithIngests.Between.TotalSeconds:0} s:").AppendLine();
    text.AppendLine(CultureInfo.InvariantCulture, $"    {string.Join(' ', busy.Memory.Select(bytes => bytes >> 20))}").AppendLine();
    text.AppendLine($"Mean of each third: {string.Join(", ", Thirds(busy.Memory).Select(mean => $"{mean >> 20} MiB"))}.");
    return busy.Files == busy.Published ? 0 : 1;
}

HttpRequestMessage Question(int number) => new(HttpMethod.Get, questions[number % questions.Length]);

void Line(string what, int clientCount, Seen seen)
{
    errors += seen.Errors;
    text.AppendLine(
        CultureInfo.InvariantCulture,
        $"| {what} | {clientCount} | {seen.Requests} | {seen.Errors} | {seen.PerSecond:0} | {seen.P50:0.0} | {seen.P99:0.0} | "
            + $"{seen.Longest:0} | {seen.ServerPerRequest:0} | {seen.ClientsPerRequest:0} |");
}

static IEnumerable<long> Thirds(IReadOnlyList<long> values) => values.Chunk((values.Count + 2) / 3).Select(third => (long)third.Average());

static async Task<List<long>> ClientsAsync(HttpClient http)
{
    using var json = JsonDocument.Parse(await http.GetStringAsync("/api/reports/client-orders?limit=500"));
    return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("client_id").GetInt64())];
}
