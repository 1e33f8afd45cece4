using System.Globalization;
using DuffBeer.Bench.Ingest;

// The whole job, ours and DuckDB's, on the same generated file, in turns: `dotnet run --project bench/Ingest -c Release -- [ROWS] [ROUNDS]`.
// As `… -- duckdb SQL` it runs one DuckDB statement and ends: DuckDB, too, is measured in a process of its own.
if (args is ["duckdb", var sql])
{
    DuckDb.Run(sql);
    return 0;
}

var rows = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 15_000_000;
var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
using var folder = new WorkFolder();
return await new Comparison(folder, rows, rounds).RunAsync() ? 0 : 1;
