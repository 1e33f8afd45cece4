using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Crash;

/// <summary>The process is killed in the middle of its work; the same command then finishes it.</summary>
public sealed partial class CrashTests
{
    const int Before = 100;
    const int Rows = 6_000;
    const int Bad = 9;
    const int ChunkBytes = 8_000;

    static readonly DefinitionFolder s_definitions = DomainDefinitions.Of("duff", SnapshotWatch.Reports);

    /// <summary>Those at which chunks are in the journal. Every other one: tests/DuffBeer.Reliability.Tests.</summary>
    public static TheoryData<string> Moments() => ["with a short journal", "with a long journal"];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_killed_ingest_is_finished_by_the_same_command(string moment)
    {
        // On a busy machine the moment may pass before the kill: then the test tries again.
        for (var attempt = 1; !await IsFinishedAsync(moment); attempt++)
            Assert.True(attempt < 10, $"The process was never killed {moment}.");
    }

    /// <summary>False if the moment was missed.</summary>
    static async Task<bool> IsFinishedAsync(string moment)
    {
        using var home = new Home { Definitions = s_definitions };
        await home.IngestAsync("before.csv", Csv.Header + Csv.Rows(Before, first: 1_000_000));
        await home.RefreshAsync();
        var file = home.Write(
            "orders.csv", Csv.Bytes(Csv.Header + Csv.Rows(Rows) + string.Concat(Enumerable.Range(1, Bad).Select(_ => "1001,x\n"))));
        await using var watch = new SnapshotWatch(home).Begin();

        using (var killed = new DuffBeerProcess(home, ChunkBytes, "ingest", file))
        {
            if (!await killed.KillWhenAsync(() => HasCome(home, moment)))
                return false;
        }

        var recorded = Recorded(home);
        if (recorded == 0)
            return false;
        using var again = new DuffBeerProcess(home, ChunkBytes, "ingest", file);
        var code = await again.EndAsync();
        var seen = await watch.EndAsync();

        Assert.True(code == 0, again.Output);
        AssertResumed(recorded, again.Output);
        await AssertExactAsync(home);
        AssertWhole(seen);
        return true;
    }

    /// <summary>Chunks in the journal are not done again, and the log says how many; the last entry may be torn.</summary>
    static void AssertResumed(int recorded, string output)
    {
        // The kill may come after the run's end is written and before its journal is deleted: then nothing is done again.
        if (recorded < 2 || output.Contains("already completed", StringComparison.Ordinal))
            return;
        var kept = int.Parse(Resumes().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(kept, recorded - 1, recorded);
    }

    static async Task AssertExactAsync(Home home)
    {
        var runs = await home.AskAsync(workspace => workspace.RunsAsync(new(null, 100), default));
        var ledger = runs.Runs.Single(run => run.Source.Key.Contains("orders-", StringComparison.Ordinal)).Ledger!;
        Assert.Equal((Rows + Bad, Rows, Bad), (ledger.RowsRead, ledger.Accepted, ledger.Rejected));

        Assert.Equal(2, (await home.PublishedAsync()).Count);
        var orders = (await home.RowsAsync("order_id")).Select(row => (long)row[0]!).Order();
        Assert.Equal(
            [
                .. Enumerable.Range(1, Rows).Select(order => (long)order),
                .. Enumerable.Range(1_000_000, Before).Select(order => (long)order),
            ],
            orders);
        Assert.Empty(Directory.GetFiles(Path.Combine(home.Lake.Root, FolderObjectStore.UploadFolder)));
        Assert.Empty(Directory.GetFiles(Path.Combine(home.Root, "journal"), "*", SearchOption.AllDirectories));
        var status = await home.ReportAsync("order-status");
        Assert.Equal(Rows + Before, status.Rows.Sum(row => (long)row[1]!));
    }

    /// <summary>Every report of a snapshot covers the same orders: those before, or all.</summary>
    static void AssertWhole(IReadOnlyCollection<(string Snapshot, string Report, long Orders)> seen)
    {
        Assert.All(seen, report => Assert.Contains(report.Orders, (long[])[Before, Before + Rows]));
        Assert.All(seen.GroupBy(report => report.Snapshot), snapshot => Assert.Single(snapshot.Select(report => report.Orders).Distinct()));
    }

    static bool HasCome(Home home, string moment) => moment switch
    {
        "with a short journal" => JournalBytes(home) > 1_500,
        "with a long journal" => JournalBytes(home) > 6_000,
        _ => throw new ArgumentOutOfRangeException(nameof(moment), moment, "no such moment"),
    };

    static string Text(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return file.ReadToEnd();
    }

    static long JournalBytes(Home home) => Journals(home).Sum(path => new FileInfo(path) is { Exists: true } file ? file.Length : 0);

    /// <summary>Chunks in the killed run's journal, which was locked while it ran.</summary>
    static int Recorded(Home home) =>
        Journals(home).Sum(path => Text(path).Split($"\"{IngestFile.Transform.Value}\"").Length - 1);

    static string[] Journals(Home home) => Directory.GetFiles(Path.Combine(home.Root, "journal"), "*.journal", SearchOption.AllDirectories);

    [GeneratedRegex(@"resumes: (\d+) completed chunks")]
    private static partial Regex Resumes();
}
