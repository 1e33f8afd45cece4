using System.Diagnostics.Metrics;
using System.Globalization;
using DuffBeer.Core.Runs;
using DuffBeer.Definitions.Tests.Contracts;

namespace DuffBeer.Definitions.Tests.Shipped;

public sealed class TelemetryPageTests
{
    [Fact]
    public void The_documentation_has_every_metric_with_its_kind_and_unit()
    {
        var metrics = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                    metrics.Add($"| `{instrument.Name}` | {KindOf(instrument)} | {instrument.Unit} | {instrument.Description} |");
            },
        };
        listener.Start();
        // Its instruments are made when it is first used.
        Telemetry.Queued(0);

        var told = File.ReadAllLines(Repository.PathOf("docs", "telemetry.md")).Where(
            line => line.StartsWith("| `duffbeer.", StringComparison.Ordinal));
        Assert.Equal(metrics.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    // Counter`1 is a counter.
    static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0].ToLower(CultureInfo.InvariantCulture);
}
