using System.Globalization;
using System.Text;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Golden.Tests.OpenTables;

/// <summary>
/// A reader that knows nothing of us finds in the Iceberg table, row for row, what DuckDB reads from the manifest: after every step of a
/// random history, and later in every snapshot of it.
/// </summary>
/// <remarks><c>DUFFBEER_HISTORY=500</c> sets the number of steps, and <c>DUFFBEER_SEED</c> the history.</remarks>
public sealed class HistoryTests : IDisposable
{
    static readonly int s_steps = TestSetting.Number("DUFFBEER_HISTORY", 9);
    static readonly int s_seed = TestSetting.Number("DUFFBEER_SEED", 7);
    static readonly DateTime s_first = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly TableWorld _world = new();
    readonly Random _random = new(s_seed);
    int _files;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Every_snapshot_has_exactly_the_rows_that_were_published()
    {
        await StepAsync(0, () => IngestAsync());
        for (var step = 1; step < s_steps; step++)
        {
            if (step == s_steps / 2)
                _world.Evolve();
            // The process dies at any change of the lake, in every third step.
            if (_random.Next(3) == 0)
                _world.Lake.Live(_random.Next(1, 30), _random.Next(2) == 0);
            await StepAsync(step, await PickAsync());
        }

        await EverySnapshotAsync();
    }

    /// <summary>Time travel: the table's snapshots are states of the manifest, in their order, whatever happened since.</summary>
    async Task EverySnapshotAsync()
    {
        var manifests = _world.Manifests;
        var last = await _world.Reader.ReadAsync(TableWorld.Dataset);
        Assert.True(last.Snapshots.Count > s_steps / 2, $"Only {last.Snapshots.Count} snapshots of {s_steps} steps.");
        var at = 0;
        foreach (var snapshot in last.Snapshots)
        {
            var table = await _world.Reader.ReadAsync(TableWorld.Dataset, snapshot);
            var rows = Rows(table);
            while (at < manifests.Count && !rows.SequenceEqual(await _world.RowsAsync(manifests[at], table.Columns)))
                at++;
            Assert.True(at < manifests.Count, $"Seed {s_seed}: snapshot {snapshot} shows what was never published since the one before.");
        }
    }

    async Task StepAsync(int step, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Killed)
        {
            await _world.RecoverAsync();
        }
        catch (TerminalException refused) when (refused.Code == ProblemCode.Conflict)
        {
            // The step does not fit the run's state, as with a retirement of a run whose attempt failed.
        }

        _world.Lake.Live();
        if (_world.Manifests is not [.., var published])
            return;
        var table = await _world.Reader.ReadAsync(TableWorld.Dataset);
        var expected = await _world.RowsAsync(published, table.Columns);
        if (!expected.SequenceEqual(Rows(table)))
            Assert.Fail($"Step {step} of seed {s_seed}: the table has {table.Rows.Count} rows, the manifest {expected.Count}.");
    }

    async Task<Func<Task>> PickAsync()
    {
        var published = await _world.ManifestAsync();
        var run = published.Count == 0 ? null : await _world.Records.GetAsync(published[_random.Next(published.Count)].RunId, default);
        return (_random.Next(10), run) switch
        {
            (0 or 1, { Corrects: null }) => () => IngestAsync(run.Source.Key),
            (2, not null) => () => _world.RetireAsync(run),
            (3, not null) => () => _world.ReplayAsync(run),
            (4, { Corrects: null, Ledger.Rejected: > 0 }) => () => _world.CorrectAsync(run, Csv(1, faults: 0)),
            (5, _) => () => Task.WhenAll(IngestAsync(), IngestAsync()),
            (6 or 7, _) => _world.MaintainAsync,
            _ => () => IngestAsync(),
        };
    }

    Task<RunRecord> IngestAsync(string? key = null)
    {
        var file = _files++;
        key ??= string.Create(CultureInfo.InvariantCulture, $"things/{file}.csv");
        return _world.IngestAsync(key, Csv(_random.Next(1, 40), faults: _random.Next(3)), s_first.AddDays(4 * file));
    }

    /// <summary>Rows with values of all types, at their limits, and nulls.</summary>
    string Csv(int rows, int faults)
    {
        var text = new StringBuilder("id,kind,day,units,price,worth,ratio,fresh,at,fax,mail\n");
        for (var row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{_random.NextInt64(-9_000_000_000, 9_000_000_000)},");
            text.Append(CultureInfo.InvariantCulture, $"{Any("", "Retail", "it's 100%/Großhandel", "b2b", "B2B")},");
            text.Append(CultureInfo.InvariantCulture, $"2026-0{_random.Next(1, 4)}-1{_random.Next(3)},");
            text.Append(CultureInfo.InvariantCulture, $"{Any("", "0", "-1", "2147483647", "-2147483648")},");
            text.Append(CultureInfo.InvariantCulture, $"{Any("", "0.01", "-9999999.99", "1.50")},{Any("", "-0.0001", "123456789.1234")},");
            text.Append(CultureInfo.InvariantCulture, $"{Any("", "-0", "1e300", "0.1")},{Any("", "true", "false")},");
            text.Append(CultureInfo.InvariantCulture, $"{Any("", "2026-01-05T10:00:00.123456Z", "1969-12-31T23:59:59.999999Z")},");
            text.Append(CultureInfo.InvariantCulture, $"fax {new string('ä', _random.Next(60))},{Any("", "mail@example.com")}\n");
        }

        for (var fault = 0; fault < faults; fault++)
            text.Append("no number,x,2026-01-01,,,,,,,fax,\n");
        return text.ToString();
    }

    string Any(params string[] values) => values[_random.Next(values.Length)];

    static IReadOnlyList<string> Rows(ReadTable table) =>
        [.. table.Rows.Select(row => string.Join('|', row.Select(cell => cell ?? "null"))).Order(StringComparer.Ordinal)];
}
