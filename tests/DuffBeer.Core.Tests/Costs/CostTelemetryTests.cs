using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Runs;

namespace DuffBeer.Core.Tests.Costs;

/// <summary>The counters of an installation are what its activities spent, counted once.</summary>
public sealed class CostTelemetryTests
{
    // Other tests of this process use the same counters; the flow identifies what this one causes.
    static readonly AsyncLocal<ConcurrentDictionary<string, long>?> s_own = new();

    [Fact]
    public async Task Each_try_counts_once_by_kind_whether_it_succeeds_or_not()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            s_own.Value?.AddOrUpdate(
                tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}", value, (_, before) => before + value));
        listener.Start();
        var counted = s_own.Value = new();

        var meter = new ActivityMeter();
        await Assert.ThrowsAsync<IOException>(() => meter.MeasureAsync<bool>("run-a1", _ =>
        {
            CostMeter.Spend(new() { WriteRequests = 3, BytesWritten = 10 });
            throw new IOException("The line is dead.");
        }));
        var ended = await meter.MeasureAsync("run-a1", _ =>
        {
            CostMeter.Spend(
                new()
                {
                    WriteRequests = 2, ReadRequests = 1, ListRequests = 4, DeleteRequests = 5, CatalogRequests = 6, BytesWritten = 7,
                    BytesScanned = 8, BytesRead = 9,
                });
            return Task.FromResult(true);
        });

        Assert.Equal((5, 17), (ended.Cost.WriteRequests, ended.Cost.BytesWritten));
        Assert.Equal(
            [
                ("duffbeer.bytes_written", 17), ("duffbeer.engine_bytes_scanned", 8), ("duffbeer.service_requests catalog", 6),
                ("duffbeer.service_requests delete", 5),
                ("duffbeer.service_requests list", 4), ("duffbeer.service_requests read", 1), ("duffbeer.service_requests write", 5),
            ],
            counted.Select(counter => (counter.Key, counter.Value)).Order());
    }
}
