using DuffBeer.Bench;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Pollock;
using DuffBeer.Bench.Refresh;

// All benchmarks, or the named ones: `dotnet run --project bench -c Release -- [NAME…] [--rows N] [--rounds N]`.
// As `… -- duckdb SQL` it runs one DuckDB statement: DuckDB is measured in a separate process too.
if (args is ["duckdb", var sql])
{
    Console.WriteLine(DuckDb.Run(sql));
    return 0;
}

// As `… -- plain-refresh HOME FOLDER` it runs the SQL of all models and audits with DuckDB alone.
if (args is ["plain-refresh", var home, var into])
{
    await PlainRefresh.RunAsync(home, into);
    return 0;
}

// As `… -- pollock` it writes docs/pollock.md, which has no timings and so is the same on every machine.
if (args is ["pollock"])
{
    await File.WriteAllTextAsync(PollockPage.File, await PollockPage.TextAsync());
    return 0;
}

return await Suite.RunAsync(args);
