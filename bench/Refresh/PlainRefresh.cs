using System.Diagnostics;
using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Bench.Refresh;

/// <summary>
/// Runs the SQL of all models and audits with DuckDB alone: one statement after the other, on all cores.
/// </summary>
static class PlainRefresh
{
    /// <summary>Writes one line per statement: kind, name and seconds, separated by tabs.</summary>
    public static async Task RunAsync(string home, string into)
    {
        Directory.CreateDirectory(into);
        using var temporary = new WorkFolder();
        using var database = new DuckDbDatabase(temporary.Path);
        using var connection = database.Connect();
        foreach (var statement in await PlainScript.OfAsync(home, into))
        {
            var watch = Stopwatch.StartNew();
            connection.Run(statement.Sql);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{statement.Kind}\t{statement.Name}\t{watch.Elapsed.TotalSeconds:0.000}"));
        }
    }
}
