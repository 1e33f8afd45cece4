using System.Net;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Runs.Intake;

namespace DuffBeer.Api.Tests.Events;

/// <summary>More events in one request than runs can be recorded while the caller waits.</summary>
public sealed class ManyEventsTests : IDisposable
{
    const string Webhook = "/api/events/s3";
    const int Objects = 200;

    static readonly ApiOptions s_impatient = new() { EventPatience = TimeSpan.Zero };

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_answer_does_not_wait_and_every_event_gets_its_run()
    {
        await using var server = await Server.StartAsync(s_impatient, home: _folder.Path);
        var keys = Put(server);

        var answer = await server.PostAsync(Webhook, EventsOf(keys));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        var outcomes = answer.Json.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("outcome").GetString()).ToList();
        Assert.Equal(Objects, outcomes.Count);
        Assert.Contains("Queued", outcomes);
        await PublishedAsync(server, keys);
        Assert.Empty(await server.Runtime.Core.Pending.ListAsync(default).ToListAsync());
    }

    [Fact]
    public async Task What_was_queued_when_the_server_stopped_is_taken_by_the_next_one()
    {
        IReadOnlyList<string> keys;
        await using (var server = await Server.StartAsync(s_impatient, home: _folder.Path))
        {
            keys = Put(server);
            Assert.Equal(HttpStatusCode.Accepted, (await server.PostAsync(Webhook, EventsOf(keys))).Status);
        }

        await using var next = await Server.StartAsync(home: _folder.Path);
        await PublishedAsync(next, keys);
    }

    [Fact]
    public async Task Reconcile_takes_what_a_process_had_answered_but_not_recorded_when_it_died()
    {
        await using var server = await Server.StartAsync(home: _folder.Path);
        var keys = Put(server).Take(3).ToList();
        // As a killed process leaves it: the batch is stored, and nothing else.
        await server.Runtime.Core.Pending.AddAsync(
            [.. keys.Select(key => new ObjectNotice("landing", key, null, "00617F08299329D189")), new("landing", "none/of/ours.csv")],
            default);

        var found = (await server.PostAsync("/api/reconcile")).Json;

        Assert.Equal(Objects, found.GetProperty("started").GetArrayLength());
        Assert.Empty(await server.Runtime.Core.Pending.ListAsync(default).ToListAsync());
        await PublishedAsync(server, keys);
    }

    [Fact]
    public async Task Events_of_one_object_in_one_request_are_one_run()
    {
        await using var server = await Server.StartAsync(home: _folder.Path);
        var key = Put(server)[0];

        var answer = await server.PostAsync(Webhook, EventsOf(Enumerable.Repeat(key, 20)));

        var events = answer.Json.GetProperty("events").EnumerateArray().ToList();
        Assert.Single(events.Select(item => item.GetProperty("run").GetString()).Distinct());
        Assert.Equal("Started", events[0].GetProperty("outcome").GetString());
        Assert.All(events.Skip(1), item => Assert.Equal("Known", item.GetProperty("outcome").GetString()));
    }

    static List<string> Put(Server server)
    {
        var keys = Enumerable.Range(0, Objects).Select(index => $"duff/orders/orders-{index:D4}.csv").ToList();
        foreach (var (index, key) in keys.Index())
            server.Put(key, Csv.Header + Csv.Row(index + 1));
        return keys;
    }

    static string EventsOf(IEnumerable<string> keys) => $"[{string.Join(',', keys.Select(key => S3Event.Of(key)))}]";

    static async Task PublishedAsync(Server server, IReadOnlyCollection<string> keys)
    {
        var missing = keys.ToHashSet();
        for (var look = 0; missing.Count > 0 && look < 1_200; look++)
        {
            await Task.Delay(50);
            missing.ExceptWith((await server.PublishedAsync()).Select(run => run.SourceKey));
        }

        Assert.Empty(missing);
    }
}
