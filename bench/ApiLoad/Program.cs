using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DuffBeer.Bench.ApiLoad;

// Asks a server in another process on this machine, and writes what it saw: dotnet run --project bench/ApiLoad -c Release -- [SECONDS] [FILE]
var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
const int Rows = 50_000;
const int Most = 200_000;
var each = TimeSpan.FromSeconds(Math.Min(seconds, 15));

using var server = await ServerProcess.StartAsync(Rows);
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new(server.Address) };
string[] questions = ["/api/reports/client-orders", "/api/reports/sales-by-product", "/api/reports/order-status", "/api/reports/top-clients?n=20", "/api/reports/monthly-sales", "/api/reports/location-performance"];
var tags = new string[questions.Length];
foreach (var (index, question) in questions.Index())
{
    using var answer = await http.GetAsync(question);
    tags[index] = answer.EnsureSuccessStatusCode().Headers.ETag!.ToString();
}

var clients = await ClientsAsync(http);
var load = new Load(http, clients: 16);
HttpRequestMessage Fresh(int number) => new(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/reports/client-orders?client_id={clients[number % clients.Count]}&limit={1 + (number % 9_999)}"));
// The code that is asked often is compiled again, optimised, before it counts.
await load.RunAsync(number => Fresh(number + 5_000), HttpStatusCode.OK, 1_500, each);
var fresh = await load.RunAsync(Fresh, HttpStatusCode.OK, 4_900, each);
await load.RunAsync(number => new(HttpMethod.Get, questions[number % questions.Length]), HttpStatusCode.OK, 20_000, each);
var cached = await load.RunAsync(number => new(HttpMethod.Get, questions[number % questions.Length]), HttpStatusCode.OK, Most, each);
var unchanged = await load.RunAsync(
    number =>
    {
        var request = new HttpRequestMessage(HttpMethod.Get, questions[number % questions.Length]);
        request.Headers.TryAddWithoutValidation("If-None-Match", tags[number % questions.Length]);
        return request;
    },
    HttpStatusCode.NotModified, Most, each);
var (busy, files, published, memory) = await WithIngests.RunAsync(http, server, questions, clients: 64, TimeSpan.FromSeconds(seconds));

var text = new StringBuilder();
text.AppendLine("# API under load").AppendLine();
text.AppendLine(CultureInfo.InvariantCulture, $"Server and clients are two processes that share one machine: {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}.");
text.AppendLine(CultureInfo.InvariantCulture, $"The home holds the demo's data ({Rows} Duff orders). `dotnet run --project bench/ApiLoad -c Release`.").AppendLine();
text.AppendLine("| | clients | requests | errors | requests/s | p50 ms | p99 ms | longest ms |").AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|");
Line("report from a mart, each with other parameters", 16, fresh);
Line("repeated report, from the cache", 16, cached);
Line("repeated report, by ETag (304)", 16, unchanged);
Line($"reports for {seconds} s while a file a second comes in", 64, busy);
text.AppendLine();
text.AppendLine(CultureInfo.InvariantCulture, $"While files came in: {files} files sent, {published} published. Memory of the server: {memory[0] >> 20} MiB at the start, {memory[memory.Count / 2] >> 20} in the middle, {memory[^1] >> 20} at the end, {memory.Max() >> 20} at most.");
Console.Write(text);
if (args.Length > 1)
    await File.WriteAllTextAsync(args[1], text.ToString());
return fresh.Errors + cached.Errors + unchanged.Errors + busy.Errors == 0 && files == published ? 0 : 1;

void Line(string what, int clientCount, Seen seen) => text.AppendLine(
    CultureInfo.InvariantCulture, $"| {what} | {clientCount} | {seen.Requests} | {seen.Errors} | {seen.PerSecond:0} | {seen.P50:0.0} | {seen.P99:0.0} | {seen.Longest:0} |");

static async Task<List<long>> ClientsAsync(HttpClient http)
{
    using var json = JsonDocument.Parse(await http.GetStringAsync("/api/reports/client-orders?limit=500"));
    return [.. json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("client_id").GetInt64())];
}
