using DuffBeer.Api.Keys;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Local.Serving;

namespace DuffBeer.Api.Tests.OpenApi;

/// <summary>A server with keys over a home that has something of everything, and one that is always overloaded.</summary>
public sealed class ContractHome : IAsyncLifetime
{
    /// <summary>A snapshot of other definitions.</summary>
    internal const string WithoutModels = "without-models";

    readonly TemporaryFolder _folder = new();

    internal Server Server { get; private set; } = null!;
    internal Server Overloaded { get; private set; } = null!;
    internal Server Broken { get; private set; } = null!;

    /// <summary>By scope; the last opens everything.</summary>
    internal Dictionary<string, string> Keys { get; } = [];

    internal string Run { get; private set; } = "";
    internal string Snapshot { get; private set; } = "";
    internal string Refresh { get; private set; } = "";
    internal string Maintenance { get; private set; } = "";

    public async Task InitializeAsync()
    {
        var file = new KeyFile(_folder.Path);
        foreach (var scope in Enum.GetValues<Scope>())
            Keys[$"{scope}"] = await file.MakeAsync($"{scope}", [scope], default);
        Keys["all"] = await file.MakeAsync("all", Enum.GetValues<Scope>(), default);
        Server = await StartAsync(new(), file);
        Overloaded = await StartAsync(new() { MostRequests = 0 }, file);
        Broken = await StartAsync(new(), file);
        Directory.Delete(Path.Combine(Broken.Home.Root, "lake"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(Broken.Home.Root, "lake"), "in the way");

        Server.Http.DefaultRequestHeaders.Add("x-functions-key", Keys["all"]);
        Run = (await Server.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(30) + Csv.Row(31, price: "x")))
            .GetProperty("id")
            .GetString()!;
        var refresh = await Server.RefreshAsync();
        Refresh = refresh.GetProperty("id").GetString()!;
        Snapshot = (await Server.GetAsync("/api/snapshots")).Json.GetProperty("shown").GetString()!;
        var shown = await Server.Runtime.Snapshots.GetAsync(Snapshot, default);
        await Server.Lake.WriteAsync(
            LakeKeys.Snapshot(WithoutModels),
            shown with { Id = WithoutModels, Models = new Dictionary<string, ModelVersion>() },
            SnapshotJson.Default.Snapshot,
            WriteCondition.None,
            default);
        Maintenance = (await Server.PostAsync("/api/maintenance")).Json.GetProperty("id").GetString()!;
        Server.Http.DefaultRequestHeaders.Remove("x-functions-key");
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await Overloaded.DisposeAsync();
        await Broken.DisposeAsync();
        _folder.Dispose();
    }

    static async Task<Server> StartAsync(ApiOptions options, KeyFile keys)
    {
        var server = await Server.StartAsync(options, keys.Read(), chunkBytes: 4_096);
        server.Http.BaseAddress = new(server.Host.Address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return server;
    }
}
