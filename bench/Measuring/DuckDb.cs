using System.Globalization;
using DuffBeer.Embedded.DuckDb;

namespace DuffBeer.Bench.Measuring;

/// <summary>DuckDB as the product uses it.</summary>
static class DuckDb
{
    static readonly Lazy<string> s_version = new(() => Run("SELECT version()").TrimStart('v'));

    public static string Version => s_version.Value;

    /// <summary>Runs one statement in a fresh database of this process, and returns its rows as text.</summary>
    public static string Run(string sql)
    {
        using var temporary = new WorkFolder();
        using var database = new DuckDbDatabase(temporary.Path);
        using var connection = database.Connect();
        using var prepared = connection.Prepare(sql);
        using var result = prepared.Execute();
        var (_, rows) = result.Read(CancellationToken.None);
        return string.Join(
            '\n', rows.Select(row => string.Join(' ', row.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)))));
    }
}
