using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>A day in the life of a lake: every kind of command that changes it.</summary>
static class Story
{
    const string Monday = "duff/orders/monday.csv";
    const string Tuesday = "duff/orders/tuesday.csv";

    /// <summary>Who wants to be forgotten: in rows of several files, accepted and rejected.</summary>
    const string Person = "Lenny Leonard of Evergreen 742";

    /// <summary>The names of its acts that can be struck.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "ingest", "ingest --no-refresh", "refresh", "replay --rejects", "replay", "retire", "refresh --into", "activate", "rollback",
        "rollback --unpin", "catalog repair", "reconcile", "maintain", "forget",
    ];

    public static IReadOnlyList<Act> Of(Stage stage)
    {
        var monday = stage.Write("monday.csv", Csv.Header + Csv.Rows(60) + "1001,x\n1001,y\n");
        var tuesday = stage.Write(
            "tuesday.csv",
            Csv.Header + Csv.Row(1, status: "delivered") + Csv.Row(60, price: "3.00", channel: "Online", status: "broken")
                + Csv.Rows(5, first: 500));
        var wednesday = stage.Write(
            "wednesday.csv", Csv.Header + Csv.Rows(7, first: 700) + Csv.Row(707, Person) + Csv.Row(708, Person, status: "broken"));
        string[] small =
        [
            .. from day in Enumerable.Range(1, 4)
               select stage.Write($"small-{day}.csv", Csv.Header + Csv.Row(800 + day) + Csv.Row(810 + day, Person)),
        ];
        var corrected = stage.Write("corrected.csv", Csv.Header + Csv.Rows(2, first: 900));
        return
        [
            Act.Of("ingest", "ingest", monday, "--key", Monday, "--dataset", "duff_orders", "--verify"),
            Act.Of("ingest --no-refresh", "ingest", tuesday, "--key", Tuesday, "--dataset", "duff_orders", "--no-refresh"),
            Act.Of("refresh", "refresh"),
            new("replay --rejects", async now => ["replay", await RunOfAsync(now, Monday), "--rejects", corrected]),
            new("replay", async now => ["replay", await RunOfAsync(now, Monday)]),
            new("retire", async now => ["retire", await RunOfAsync(now, Tuesday)]),
            Act.Of("ingest beside", "ingest", wednesday, "--dataset", "duff_orders", "--no-refresh") with { IsStruck = false },
            Act.Of("refresh --into", "refresh", "--into", "tried"),
            Act.Of("activate", "activate", "tried"),
            new("rollback", async now => ["rollback", await FirstSnapshotAsync(now)]),
            Act.Of("rollback --unpin", "rollback", "--unpin"),
            Act.Of("catalog repair", "catalog", "repair"),
            Act.Of("reconcile", "reconcile"),
            Act.Of("ingest small files", ["ingest", .. small, "--dataset", "duff_orders"]) with { IsStruck = false },
            // Until then everything that is not in use has been kept long enough.
            Act.Of("maintain", "maintain") with { Later = TimeSpan.FromDays(400) },
            Act.Of("forget", "forget", "duff_orders", $"client_name={Person}") with { Erases = Person },
        ];
    }

    static async Task<string> RunOfAsync(Stage stage, string key)
    {
        await using var workspace = stage.Open();
        return (await workspace.RunsAsync(new(null, 100), default)).Runs.Single(run => run.Source.Key == key && run.Corrects is null).Id;
    }

    static async Task<string> FirstSnapshotAsync(Stage stage)
    {
        await using var workspace = stage.Open();
        return (await workspace.SnapshotsAsync(100, default)).Snapshots[^1].Id;
    }
}
