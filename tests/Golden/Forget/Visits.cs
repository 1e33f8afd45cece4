using System.Text;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Forget;

/// <summary>A lake with batches or keys, packs, rejects, corrections, and a replaced, a retired and a failed file.</summary>
static class Visits
{
    public const string Batches = "onDuplicateKey: allow\nbatch: true";
    public const string UniqueKeys = "onDuplicateKey: reject";

    /// <summary>Those who want to be forgotten; no other text contains their names.</summary>
    public static readonly string[] Forgotten = ["Planted-Ann", "Planted-Ben"];

    const string Header = "id,person,city\n";

    /// <param name="withForgotten">False for the same files without their rows.</param>
    public static async Task<IReadOnlyList<RunRecord>> IngestAsync(ForgetWorld world, MemoryStore landing, bool withForgotten)
    {
        var runs = new List<RunRecord>();
        Put("visits/a.csv", "1,Zoe,Rome", "2,Planted-Ann,Rome", "x,Planted-Ann,Rome", "y,Kim,Rome", "z,Lea,Rome", "3,Planted-Ann");
        Put("visits/b.csv", "4,Kim,Rome", "5,Planted-Ben,Oslo", "6,\"Planted-Ben\"s,Rome", "7,Lea,Bonn");
        Put("visits/c.csv", "8,Kim,Rome", "9,Zoe,Rome", "q,Zoe,Rome");
        runs.AddRange(await world.IngestAsync("visits/a.csv", "visits/b.csv", "visits/c.csv"));
        // Rejected where keys are unique, for a row that goes.
        Put("visits/d.csv", "2,Kim,Rome", "10,Kim,Rome", "11,Zoe,Rome", "12,Lea,Rome");
        runs.AddRange(await world.IngestAsync("visits/d.csv"));
        Put("visits/e.csv", "13,Planted-Ann,Rome", "w,Planted-Ann,Rome", "14,Kim,Rome");
        runs.AddRange(await world.IngestAsync("visits/e.csv"));
        Put("visits/e.csv", "14,Kim,Rome", "15,Lea,Rome");
        runs.AddRange(await world.IngestAsync("visits/e.csv"));
        Put("visits/f.csv", "16,Planted-Ben,Rome", "17,Kim,Rome");
        runs.AddRange(await world.IngestAsync("visits/f.csv"));
        await world.RetireAsync(runs[^1].Id);
        Put("visits/g.csv", "s,Planted-Ben,Rome", "t,Kim,Rome", "u,Kim,Rome", "v,Kim,Rome", "x,Kim,Rome", "y,Kim,Rome");
        runs.AddRange(await world.IngestAsync("visits/g.csv"));
        // All of its rows go.
        Put("visits/h.csv", "18,Planted-Ann,Rome");
        if (withForgotten)
            runs.AddRange(await world.IngestAsync("visits/h.csv"));
        runs.Add(await world.CorrectAsync(runs[0].Id, Content("19,Planted-Ann,Rome", "20,Kim,Rome")));
        await world.MaintainAsync();
        return runs;

        void Put(string key, params string[] rows) => landing.Put(key, Encoding.UTF8.GetBytes(Content(rows)));

        string Content(params string[] rows) => Header
            + string.Concat(rows.Where(row => withForgotten || !IsForgotten(row)).Select(row => row + "\n"));
    }

    public static bool IsForgotten(string text) => Forgotten.Any(name => text.Contains(name, StringComparison.Ordinal));

    /// <summary>Keys of objects that contain one of their names.</summary>
    public static IReadOnlyList<string> Found(params MemoryStore[] stores) =>
    [
        .. from store in stores
           from entry in store.Under("")
           where IsForgotten(Encoding.Latin1.GetString(entry.Value))
           select entry.Key,
    ];
}
