using System.Net;
using System.Text.Json;
using DuffBeer.Aws.Events;
using DuffBeer.Aws.Tests.Local;
using DuffBeer.Aws.Tests.Sql;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.FakeAws.Faults;
using DuffBeer.FakeAws.Queues;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Serving;
using DuffBeer.Local.Wiring;

namespace DuffBeer.Aws.Tests.Events;

/// <summary>A server that receives the events of its landing from a queue.</summary>
public sealed class ReceiveTests : IAsyncLifetime
{
    const int Objects = 50;
    const int Messages = 1_000;

    static readonly TimeSpan s_visibility = TimeSpan.FromSeconds(2);

    readonly TemporaryFolder _folder = new();
    readonly SqlCloud _cloud = new();
    QueueState _fake = null!;

    public async Task InitializeAsync()
    {
        await _cloud.InitializeAsync();
        _fake = _cloud.Services.Queues.Create("uploads");
        _fake.DeadLetters = _cloud.Services.Queues.Create("uploads-dead");
        _fake.MostDeliveries = 1_000;
    }

    public async Task DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Duplicates in random order and every form, lost answers, cut connections, servers that stop in the middle.</summary>
    [Fact]
    public async Task A_thousand_messages_lose_no_object_and_ingest_none_twice()
    {
        var keys = Enumerable.Range(0, Objects).Select(index => $"duff/orders/orders {index:D4}+%.csv").ToList();
        foreach (var (index, key) in keys.Index())
            Put(key, S3Home.Orders(1, first: index + 1));
        var chance = new Random(20261121);
        var bodies = Enumerable.Range(0, Messages).Select(index => BodyOf(keys[index % Objects], index)).ToArray();
        chance.Shuffle(bodies);
        foreach (var body in bodies)
            _fake.Send(body);
        _cloud.Server.Faults.Kinds = [FaultKind.LostAnswer, FaultKind.CutConnection, FaultKind.Throttled, FaultKind.InternalError];
        _cloud.Server.Faults.Rate = 0.03;

        for (var server = 0; server < 3 && _fake.Bodies.Count > 0; server++)
        {
            await using var serving = await ServeAsync();
            var goal = Messages - ((server + 1) * Messages / 3);
            await UntilAsync(() => _fake.Bodies.Count <= goal);
        }

        await using var last = await ServeAsync();
        await UntilAsync(() => _fake.Bodies.Count == 0 && last.Server.Runs.Count == 0);

        var published = (await last.Runtime.Lake.ReadAsync(LakeKeys.Dataset("duff_orders"), RunJson.Default.DatasetManifest, default))!
            .Value.Runs;
        Assert.Equal(keys, published.Select(run => run.SourceKey).Order(StringComparer.Ordinal));
        Assert.All(published, run => Assert.Equal(1L, run.Rows));
        Assert.Empty(_fake.DeadLetters!.Bodies);
        Assert.True(_cloud.Server.Faults.Injected.Values.Sum() > 3);
    }

    [Fact]
    public async Task What_is_no_event_goes_to_the_dead_letters_and_the_rest_is_taken()
    {
        _fake.MostDeliveries = 3;
        Put("duff/orders/a.csv", S3Home.Orders(1));
        _fake.Send("hello");
        _fake.Send("""{"Records":[{"eventVersion":"3.0","eventName":"ObjectCreated:Put"}]}""");
        _fake.Send("""{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"landing"}""");
        _fake.Send(BodyOf("duff/orders/a.csv", 0));
        await using var serving = await ServeAsync();

        await UntilAsync(() => _fake.Bodies.Count == 2);
        await UntilAsync(() =>
        {
            _fake.Passed += s_visibility;
            return _fake.Bodies.Count == 0;
        });

        Assert.Equal(2, _fake.DeadLetters!.Bodies.Count);
        // It may still be queued in the lake.
        while ((await serving.Runtime.Runs.PageAsync(new(), default)).Runs.Count == 0)
            await Task.Delay(20);
    }

    async Task<Serving> ServeAsync()
    {
        var home = new HomeDirectory(_folder["home"]);
        home.Create();
        var runtime = new EmbeddedRuntime(home, new(DomainDefinitions.Duff), new() { ChunkBytes = 1 << 20 }, TimeProvider.System);
        var server = new ApiServer(
            home, runtime, TimeProvider.System, new(IPAddress.Loopback, 0, []), new() { EventPatience = TimeSpan.FromMilliseconds(50) },
            _ => { });
        await server.BeginAsync(default);
        return new(server, runtime, new(_cloud.Clients, new($"http://127.0.0.1{_fake.Path}"), s_visibility));
    }

    void Put(string key, string content)
    {
        var path = Path.Combine(_folder["home"], "landing", key);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>As EventBridge, S3, or S3 by a topic sends it.</summary>
    static string BodyOf(string key, int form)
    {
        var notification = JsonSerializer.Serialize(new
        {
            Records = new[]
            {
                new
                {
                    eventVersion = "2.5", eventName = "ObjectCreated:Put",
                    s3 = new { bucket = new { name = "landing" }, @object = new { key = Uri.EscapeDataString(key) } },
                },
            },
        });
        return (form % 3) switch
        {
            0 => JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["source"] = "aws.s3", ["detail-type"] = "Object Created",
                ["detail"] = new { bucket = new { name = "landing" }, @object = new { key } },
            }),
            1 => notification,
            _ => JsonSerializer.Serialize(new { Type = "Notification", Message = notification }),
        };
    }

    static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>A server and its receiver; both stop in the middle of their work.</summary>
    sealed class Serving : IAsyncDisposable
    {
        readonly CancellationTokenSource _stop = new();
        readonly SqsQueuedEvents _queue;
        readonly Task _receiving;

        public Serving(ApiServer server, EmbeddedRuntime runtime, SqsQueuedEvents queue)
        {
            (Server, Runtime, _queue) = (server, runtime, queue);
            _receiving = Task.Run(() => server.Api.ReceiveAsync(queue, duration: null, _stop.Token));
        }

        public ApiServer Server { get; }

        public EmbeddedRuntime Runtime { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _receiving.WaitAsync(TimeSpan.FromSeconds(20));
            await Server.DisposeAsync();
            Runtime.Dispose();
            _queue.Dispose();
            _stop.Dispose();
        }
    }
}
