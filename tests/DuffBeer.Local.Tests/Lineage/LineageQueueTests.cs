using DuffBeer.OpenLineage;

namespace DuffBeer.Local.Tests.Lineage;

/// <summary>The queue of events: order, tries, bounds, and what is lost.</summary>
public sealed class LineageQueueTests
{
    readonly List<string> _warnings = [];

    /// <summary>A catalog knows runs by these ids, so they are the same in every release.</summary>
    [Fact]
    public void The_id_of_a_run_follows_from_its_own_id_and_attempt()
    {
        Assert.Equal("2c653786-b961-8565-8623-f65fcef5a851", LineageId.OfRun("things-1", 1));
        Assert.Equal(4, new[]
        {
            LineageId.OfRun("things-1", 1), LineageId.OfRun("things-1", 2), LineageId.OfModel("s", "m"), LineageId.OfAudit("s", "m"),
        }.Distinct().Count());
    }

    [Fact]
    public void Events_arrive_in_their_order_and_the_end_of_the_process_waits_for_them()
    {
        var collector = new Collector(_ => null);
        var queue = Queue(collector);
        for (var number = 0; number < 100; number++)
            queue.Add(new() { ["number"] = number });

        queue.Dispose();

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $$"""{"number":{{number}}}"""), collector.Received);
        Assert.Equal((100L, 0L), (queue.Sent, queue.Dropped));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void What_another_try_may_help_is_tried_again_and_what_it_cannot_is_dropped_and_counted()
    {
        var collector = new Collector(turn => turn switch
        {
            1 => new("busy", MayPass: true),
            3 or 4 => new("unknown key", MayPass: false),
            _ => null,
        });
        var queue = Queue(collector);
        foreach (var number in new[] { 1, 2, 3, 4 })
            queue.Add(new() { ["number"] = number });

        queue.Dispose();

        // The first event is tried twice.
        Assert.Equal(5, collector.Received.Count);
        Assert.Equal((2L, 2L), (queue.Sent, queue.Dropped));
        Assert.Equal(
            [
                "1 event of lineage was dropped: unknown key. Runs are not affected.",
                "1 event of lineage was dropped: the process ends. Runs are not affected.",
            ],
            _warnings);
    }

    [Fact]
    public void A_collector_that_hangs_holds_neither_the_caller_nor_the_end_of_the_process()
    {
        using var hanging = new Collector(_ => null) { Hangs = true };
        var queue = Queue(hanging, TimeSpan.FromMilliseconds(100));
        for (var number = 0; number < 10_050; number++)
            queue.Add(new() { ["number"] = number });
        queue.Dispose();

        Assert.Equal((0L, 10_050L), (queue.Sent, queue.Dropped));
        Assert.Contains(_warnings, warning => warning.Contains("faster than they can be sent", StringComparison.Ordinal));
    }

    LineageQueue Queue(Collector collector, TimeSpan? patience = null) =>
        new([collector], _warnings.Add, TimeProvider.System) { Patience = patience ?? TimeSpan.FromSeconds(10) };

    sealed class Collector(Func<int, Refusal?> answer) : ILineageTransport
    {
        public List<string> Received { get; } = [];

        public bool Hangs { get; init; }

        public async Task<Refusal?> SendAsync(string json, CancellationToken cancellationToken)
        {
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            Received.Add(json);
            return answer(Received.Count);
        }

        public void Dispose()
        {
        }
    }
}
