using DuffBeer.Bench;
using DuffBeer.Bench.Measuring;

// All benchmarks, or those that are named: `dotnet run --project bench -c Release -- [NAME…] [--rows N] [--rounds N]`.
// As `… -- duckdb SQL` it runs one DuckDB statement and ends: DuckDB, too, is measured in a process of its own.
if (args is ["duckdb", var sql])
{
    Console.WriteLine(DuckDb.Run(sql));
    return 0;
}

return await Suite.RunAsync(args);
