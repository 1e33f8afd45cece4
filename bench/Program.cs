using DuffBeer.Bench;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Refresh;

// All benchmarks, or those that are named: `dotnet run --project bench -c Release -- [NAME…] [--rows N] [--rounds N]`.
// As `… -- duckdb SQL` it runs one DuckDB statement and ends: DuckDB, too, is measured in a process of its own.
if (args is ["duckdb", var sql])
{
    Console.WriteLine(DuckDb.Run(sql));
    return 0;
}

// As `… -- plain-refresh HOME FOLDER` it runs the SQL of all models and audits by DuckDB alone.
if (args is ["plain-refresh", var home, var into])
{
    await PlainRefresh.RunAsync(home, into);
    return 0;
}

return await Suite.RunAsync(args);
