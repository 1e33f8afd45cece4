using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.OpenTables;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>
/// Everything that a home says, as lines of text that are equal for equal contents. Times and ids of builds are left out.
/// </summary>
/// <param name="Seen">What readers see: a report, a view of the catalog or an Iceberg table → its rows.</param>
/// <param name="Records">Runs with their ledgers, the snapshot pointer, and what is left unfinished.</param>
sealed partial record HomeState(IReadOnlyDictionary<string, string> Seen, IReadOnlyList<string> Records)
{
    /// <summary>Reports that must add up to the same orders in every snapshot.</summary>
    public static readonly string[] Reports = ["order-status", "sales-by-channel", "sales-by-product", "client-orders"];

    /// <summary>What is different from another state; empty if nothing is.</summary>
    public IReadOnlyList<string> Differences(HomeState expected) =>
    [
        .. from name in Seen.Keys.Union(expected.Seen.Keys)
           let pair = (Now: Seen.GetValueOrDefault(name), Expected: expected.Seen.GetValueOrDefault(name))
           where pair.Now != pair.Expected
           select $"{name}: {FirstDifference(pair.Now, pair.Expected)}",
        .. Records.Except(expected.Records).Select(line => $"not expected: {line}"),
        .. expected.Records.Except(Records).Select(line => $"missing: {line}"),
    ];

    /// <summary>Whether a difference is only a file of an unfinished write.</summary>
    public static bool IsUpload(string difference) =>
        difference.StartsWith($"not expected: left: lake/{FolderObjectStore.UploadFolder}/", StringComparison.Ordinal);

    /// <summary>Whether one thing that was seen has all rows of another, as often as that one.</summary>
    public static bool HasRowsOf(string seen, string other)
    {
        var left = seen.Split('\n').CountBy(row => row).ToDictionary(StringComparer.Ordinal);
        return other.Split('\n').CountBy(row => row).All(row => left.GetValueOrDefault(row.Key) >= row.Value);
    }

    public static async Task<HomeState> ReadAsync(Stage stage)
    {
        // Before the first command.
        if (!Directory.Exists(stage.Lake.Root))
            return new(new Dictionary<string, string>(), []);
        await using var workspace = stage.Open();
        return new(
            await SeenAsync(stage, workspace),
            [
                .. await RunsAsync(workspace),
                .. await SnapshotsAsync(workspace),
                .. await LeftAsync(stage),
            ]);
    }

    /// <summary>What readers see now.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> SeenAsync(Stage stage, EmbeddedWorkspace workspace)
    {
        var seen = new Dictionary<string, string>();
        foreach (var report in Reports)
            seen[$"report {report}"] = Text((await workspace.ReportAsync(new(report, []), default)).Rows);
        foreach (var (view, rows) in Views(stage.Lake))
            seen[$"view {view}"] = rows;
        foreach (var (table, rows) in await OpenTablesAsync(stage))
            seen[$"Iceberg table {table}"] = rows;
        return seen;
    }

    static IEnumerable<(string, string)> Views(FolderObjectStore lake)
    {
        var folder = Path.Combine(lake.Root, "catalog");
        if (!Directory.Exists(folder))
            yield break;
        using var scratch = new TemporaryFolder();
        using var database = new DuckDbDatabase(scratch.Path);
        using var connection = database.Connect();
        foreach (var file in Directory.GetFiles(folder, "*.sql").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            // The file begins with the time zone, which this database has already.
            var text = File.ReadAllText(file);
            connection.Run(text[text.IndexOf("CREATE", StringComparison.Ordinal)..]);
            using var prepared = connection.Prepare($"SELECT * FROM {SqlWriter.Name(name)}");
            using var result = prepared.Execute();
            yield return (name, Text(result.Read(default).Rows));
        }
    }

    static async Task<IReadOnlyList<(string, string)>> OpenTablesAsync(Stage stage)
    {
        var folder = Path.Combine(stage.Lake.Root, "iceberg");
        if (!Directory.Exists(folder))
            return [];
        var tables = new List<(string, string)>();
        foreach (var table in Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            // A table without a hint has had no commit.
            if (File.Exists(Path.Combine(folder, table, "metadata", "version-hint.text")))
                tables.Add((table, Text((await stage.OpenTables.ReadAsync(table)).Rows)));
        }

        return tables;
    }

    static async Task<IEnumerable<string>> RunsAsync(EmbeddedWorkspace workspace) =>
        (await workspace.RunsAsync(new(null, 100), default)).Runs
            .Select(run =>
                $"run of {run.Source.Key}: {run.Status} {run.Stage} {run.ProcessingDate:O}, {run.Ledger}, "
                    + $"{string.Join(' ', run.Ledger?.RejectsByCode ?? new Dictionary<Core.Rows.Rejects.RejectCode, long>())}, verified: "
                    + $"{run.Verified}, published: {run.Published}, retired: {run.Retired}, corrects: {run.Corrects}, {run.Problem}")
            .Order(StringComparer.Ordinal);

    static async Task<IEnumerable<string>> SnapshotsAsync(EmbeddedWorkspace workspace)
    {
        var list = await workspace.SnapshotsAsync(100, default);
        return
        [
            $"readers are pinned: {list.Pointer?.Pinned}",
            .. list.Named.Select(named => $"named {named.Name}"),
        ];
    }

    /// <summary>Nothing is left of work that ended: no marker, journal, upload or temporary file.</summary>
    static async Task<IEnumerable<string>> LeftAsync(Stage stage)
    {
        var lake = stage.Lake;
        var keys = await lake.ListAsync(LakeKeys.UnfinishedAttempts, default).Select(stat => stat.Key).ToListAsync();
        var files = new[] { "journal", "tmp", $"lake/{FolderObjectStore.UploadFolder}" }
            .Select(folder => Path.Combine(stage.Home, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories));
        return
        [
            .. keys.Select(key => $"unfinished: {key}"),
            .. files.Select(file => $"left: {Volatile().Replace(Path.GetRelativePath(stage.Home, file), "*")}"),
            .. await lake.StatAsync(LakeKeys.PendingRefresh, default) is null ? Array.Empty<string>() : await PendingAsync(lake),
        ];
    }

    static async Task<IReadOnlyList<string>> PendingAsync(FolderObjectStore lake)
    {
        var text = await File.ReadAllTextAsync(lake.PathOf(LakeKeys.PendingRefresh));
        return [$"pending refresh: {Volatile().Replace(text, "*")}"];
    }

    static string Text(IEnumerable<IReadOnlyList<object?>> rows) => string.Join(
        '\n',
        rows.Select(row => string.Join('|', row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))))
            .Order(StringComparer.Ordinal));

    /// <summary>How two things that were seen differ, in words.</summary>
    public static string FirstDifference(string? now, string? expected)
    {
        if (now is null || expected is null)
            return now is null ? "is not there" : "should not be there";
        var (a, b) = (now.Split('\n'), expected.Split('\n'));
        return $"{a.Length} rows for {b.Length}; first not expected: {a.Except(b).FirstOrDefault()}; first missing: "
            + b.Except(a).FirstOrDefault();
    }

    [GeneratedRegex("[0-9a-f]{8,}[0-9a-f-]*|[0-9]{8}T[0-9]{9}Z|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|\\+00:00)?")]
    private static partial Regex Volatile();
}
