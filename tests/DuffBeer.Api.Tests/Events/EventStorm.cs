using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Events;

public sealed class EventStorm
{
    static readonly int s_objects = Law.IsWhole ? 400 : 150;

    /// <summary>Each event three times in random order, one in twenty of the objects without any; then reconcile.</summary>
    [Fact]
    public async Task Every_object_has_exactly_one_published_run_whatever_became_of_its_events()
    {
        await using var server = await Server.StartAsync();
        var keys = Enumerable.Range(0, s_objects).Select(index => $"duff/orders/{index % 7}/orders-{index:D4}.csv").ToList();
        foreach (var (index, key) in keys.Index())
            server.Put(key, Csv.Header + Csv.Row(index + 1));

        var chance = new Random(20261121);
        var dropped = keys.Where(_ => chance.NextDouble() < 0.05).ToHashSet();
        var events = keys.Where(key => !dropped.Contains(key)).SelectMany(key => Enumerable.Repeat(key, 3)).ToArray();
        chance.Shuffle(events);
        await Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (key, _) =>
        {
            var answer = await server.PostAsync("/api/events/s3", chance.Next(2) == 0 ? S3Event.Of(key) : S3Event.Notification(key));
            Assert.True((int)answer.Status is 200 or 202, answer.Text);
        });
        Assert.InRange(dropped.Count, 5, 60);

        var found = (await server.PostAsync("/api/reconcile")).Json;
        Assert.Equal(s_objects, found.GetProperty("objects").GetInt32());
        Assert.Equal(dropped.Count, found.GetProperty("started").GetArrayLength());
        while (server.Host.Runs.Count > 0)
            await Task.Delay(50);

        var published = await server.PublishedAsync();
        Assert.Equal(keys, published.Select(run => run.SourceKey).Order(StringComparer.Ordinal).OrderBy(key => key[^8..]));
        Assert.Equal(s_objects, published.Select(run => run.RunId).Distinct().Count());
        Assert.All(published, run => Assert.Equal((1, 1L), (run.Attempt, run.Rows)));
        Assert.Empty((await server.GetAsync("/api/runs?status=Failed")).Json.GetProperty("runs").EnumerateArray());
        var again = (await server.PostAsync("/api/reconcile")).Json;
        Assert.Equal((0, 0), (again.GetProperty("started").GetArrayLength(), again.GetProperty("resumed").GetArrayLength()));
    }
}
