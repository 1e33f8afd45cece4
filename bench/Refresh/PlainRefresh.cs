using System.Diagnostics;
using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Bench.Refresh;

/// <summary>
/// The SQL of all models and audits, run by DuckDB with nothing of ours around it: one statement after the other, on all cores.
/// </summary>
static class PlainRefresh
{
    /// <summary>Writes a line a statement: kind, name, seconds, parted by tabs.</summary>
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
