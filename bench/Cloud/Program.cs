using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using DuffBeer.Bench.Measuring;
using DuffBeer.Functions.Tests.Engine;

// The Functions host on the Durable Task engine in memory, beside the embedded host: five rows to a visible report, and a large file.
//   dotnet run --project bench/Cloud -c Release -- [--rows N] [--rounds N] [--out FILE]
var (rows, rounds, output) = (15_000_000L, 7, "");
for (var index = 0; index + 1 < args.Length; index += 2)
{
    if (args[index] == "--rows")
        rows = long.Parse(args[index + 1], CultureInfo.InvariantCulture);
    else if (args[index] == "--rounds")
        rounds = int.Parse(args[index + 1], CultureInfo.InvariantCulture);
    else
        output = args[index + 1];
}

const string FiveRows = """
    client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,point_of_sale_channel,status
    1,Moe's Tavern,1,101,Duff,1.05,12,0.33,Retail,created
    2,Kwik-E-Mart,2,102,Duff Lite,0.95,24,0.33,Online,delivered
    3,Moe's Tavern,3,101,Duff,1.05,12,0.33,Retail,created
    4,Kwik-E-Mart,4,102,Duff Lite,0.95,24,0.33,Online,delivered
    5,Moe's Tavern,5,101,Duff,1.05,12,0.33,Retail,created

    """;

using var folder = new WorkFolder();
var large = folder.Of("large.csv");
await RunAsync("generate", "duff_orders", "--rows", rows.ToString(CultureInfo.InvariantCulture), "--seed", "1", "-o", large);
var small = folder.Of("small.csv");
await File.WriteAllTextAsync(small, FiveRows);

var (cloudSmall, cloudLarge, localSmall, localLarge) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
for (var round = 0; round < rounds; round++)
{
    var (few, many) = await InCloudAsync(small, large, folder.Empty("cloud"), isLarge: round < 3);
    cloudSmall.Add(few);
    localSmall.Add(await RunAsync("--home", folder.Empty("home"), "ingest", small, "--dataset", "duff_orders"));
    if (many is not { } seconds)
        continue;
    cloudLarge.Add(seconds);
    localLarge.Add(await RunAsync("--home", folder.Empty("home"), "ingest", large, "--dataset", "duff_orders", "--no-refresh"));
}

var size = FormattableString.Invariant($"{rows:N0} rows ({new FileInfo(large).Length / 1e9:0.00} GB)");
var text = FormattableString.Invariant($"""
    # The Functions host in memory

    {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}.
    Written by `dotnet run --project bench/Cloud -c Release`. Medians in seconds of {rounds} rounds (large file: {cloudLarge.Count}),
    alternating. The Durable Task engine keeps its queues in memory; a storage account adds their latency. Folders stand for buckets.

    | | Functions host | embedded host | ratio |
    |---|---|---|---|
    | five rows, to a visible report | {Pairs.Median(cloudSmall):0.00} | {Pairs.Median(localSmall):0.00} | {Ratio(cloudSmall, localSmall)} |
    | {size}, to publication | {Pairs.Median(cloudLarge):0.00} | {Pairs.Median(localLarge):0.00} | {Ratio(cloudLarge, localLarge)} |

    The host is warm; the command includes the start of its process. The file is the second one, so its refresh is gathered.

    """);
Console.WriteLine(text);
if (output.Length > 0)
    await File.WriteAllTextAsync(output, text.ReplaceLineEndings("\n"), new UTF8Encoding(false));
return 0;

// The first file warms the host and waits for its refresh; the second one is measured.
async Task<(double Few, double? Many)> InCloudAsync(string small, string large, string place, bool isLarge)
{
    Directory.CreateDirectory(place);
    await using var host = await CloudHost.StartAsync(new TaskHubStore { KeepsTime = true }, new(place) { ChunkBytes = 64 << 20 });
    using var http = new HttpClient { BaseAddress = new(host.Address), Timeout = TimeSpan.FromMinutes(5) };
    await ShownAsync(http, place, small, "warm");
    // The snapshot is shown before the refresh has ended: catalog and exports follow.
    await Task.Delay(TimeSpan.FromSeconds(2));
    var few = await ShownAsync(http, place, small, "small");
    if (!isLarge)
        return (few, null);

    var watch = Stopwatch.StartNew();
    var run = await StartAsync(http, place, large, "large");
    while (Status(await http.GetFromJsonAsync<JsonElement>($"/api/runs/{run}")) == "Running")
        await Task.Delay(50);
    return (few, watch.Elapsed.TotalSeconds);
}

async Task<double> ShownAsync(HttpClient http, string place, string file, string name)
{
    var before = await SnapshotAsync(http);
    var watch = Stopwatch.StartNew();
    await StartAsync(http, place, file, name);
    while (await SnapshotAsync(http) == before)
        await Task.Delay(20);
    return watch.Elapsed.TotalSeconds;
}

async Task<string?> SnapshotAsync(HttpClient http) =>
    (await http.GetFromJsonAsync<JsonElement>("/api/reports/client-orders?limit=1")).GetProperty("snapshot").ToString();

async Task<string> StartAsync(HttpClient http, string place, string file, string name)
{
    var key = $"duff/orders/{name}.csv";
    var path = Path.Combine(place, "landing", key);
    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
    File.Copy(file, path);
    var answer = await http.PostAsJsonAsync("/api/runs", new { key });
    answer.EnsureSuccessStatusCode();
    return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("run").GetString()!;
}

static string Status(JsonElement run) => run.GetProperty("runtimeStatus").GetString()!;

static async Task<double> RunAsync(params string[] arguments) =>
    (await Measured.RunAsync(Programs.DuffBeer, oneCore: false, arguments)).Seconds;

static string Ratio(IEnumerable<double> left, IEnumerable<double> right) =>
    FormattableString.Invariant($"{Pairs.Median(left) / Pairs.Median(right):0.00}");
