using System.Diagnostics;
using System.Globalization;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Local.Wiring;
using DuffBeer.Tests.Shared;

namespace DuffBeer.Bench.Why;

/// <summary>A kind of figure, and what its explanations took.</summary>
/// <param name="Lines">Source rows of each figure, on average.</param>
/// <param name="Milliseconds">Of each explanation, ascending.</param>
/// <param name="Processor">Milliseconds of processor time of each explanation, on average.</param>
/// <param name="Statements">Statements of each explanation, on average.</param>
sealed record FigureTime(string Figure, double Lines, IReadOnlyList<double> Milliseconds, double Processor, double Statements)
{
    public double P50 => Milliseconds[Milliseconds.Count / 2];
    public double P95 => Milliseconds[(int)Math.Ceiling(Milliseconds.Count * 0.95) - 1];
}

/// <summary>How long it takes to explain figures of some thousand source rows in a home of many orders.</summary>
sealed class FigureTimes : IDisposable
{
    const int LeastRows = 900;
    const int MostRows = 1_100;

    readonly LoadedDefinitions _definitions = new(DefinitionFolder.Default);
    readonly EmbeddedRuntime _runtime;
    readonly CountingEngine _engine;
    readonly Snapshot _snapshot;
    readonly Explainer _explainer;

    FigureTimes(string home)
    {
        _runtime = new(new(home), _definitions, new(), TimeProvider.System);
        _engine = new(_runtime.Engine);
        _snapshot = _runtime.Snapshots.CurrentAsync(default).GetAwaiter().GetResult()!;
        _explainer = new(_runtime.Stores, _runtime.Runs, _engine, _definitions.Models, _definitions.Datasets);
    }

    public static FigureTimes Of(string home) => new(home);

    /// <param name="figures">Figures of each kind.</param>
    public async Task<IReadOnlyList<FigureTime>> MeasureAsync(int figures)
    {
        var clients = await KeysAsync("fact_orders", "client_id", figures);
        var customers = await KeysAsync("customer_orders", "customer_id", figures, least: 20, most: 1_100);
        return
        [
            await MeasureAsync("net sales of a client", "client_sales", clients, "net_sales"),
            await MeasureAsync("all columns of a client, with 1,000 lines", "client_sales", clients, null),
            await MeasureAsync("spend of a customer", "customers", customers, "spend"),
        ];
    }

    /// <summary>Asks until the engine has prepared itself: the first explanations count lines, and read large models.</summary>
    public async Task PrepareAsync()
    {
        // What is asked while files of codes are being made has its index made by a later question.
        for (var round = 0; round < 2; round++)
        {
            await MeasureAsync(2);
            if (_runtime.Engine is DuckDbQueryEngine engine)
                await engine.Making;
        }
    }

    public void Dispose() => _runtime.Dispose();

    async Task<FigureTime> MeasureAsync(
        string figure, string model, IReadOnlyList<string> keys, string? column)
    {
        var report = ProvedFigures.ReportOf(_definitions.Models.Graph[model]!);
        var by = report.WhyBy![0];
        var request = ReportRequest.Read(report, []);
        var (times, lines) = (new List<double>(), 0L);
        var (before, began, processor) = (_engine.Statements, TimeSpan.Zero, Process.GetCurrentProcess().TotalProcessorTime);
        foreach (var key in keys)
        {
            var watch = Stopwatch.StartNew();
            var why = await _explainer.ExplainAsync(
                new(request, new Dictionary<string, string> { [by] = key }, column) { Limit = column is null ? 1_000 : 100 },
                _snapshot, default);
            _ = WhyAnswer.Of(why);
            times.Add(watch.Elapsed.TotalMilliseconds);
            lines += why.TotalLines;
        }

        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        times.Sort();
        return new(
            figure, (double)lines / keys.Count, times, processor.TotalMilliseconds / keys.Count,
            (double)(_engine.Statements - before) / keys.Count);
    }

    async Task<IReadOnlyList<string>> KeysAsync(string model, string column, int count, int least = LeastRows, int most = MostRows)
    {
        var sql = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {column} FROM {model} GROUP BY {column} HAVING COUNT(*) BETWEEN {least} AND {most} ORDER BY 1 LIMIT {count}");
        var found = await _engine.QueryAsync(new(sql, [_snapshot.ToRelations()[model]], []), default);
        return [.. found.Rows.Select(row => Convert.ToString(row[0], CultureInfo.InvariantCulture)!)];
    }
}
