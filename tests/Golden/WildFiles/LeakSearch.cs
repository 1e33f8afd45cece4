using System.Net.Http.Headers;
using System.Text;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Ingests planted files and searches everything that the product writes, prints and answers for what it must not show.</summary>
sealed class LeakSearch(Home home, string encoding)
{
    static readonly MediaTypeHeaderValue s_csv = new("text/csv");

    readonly List<string> _runs = [];

    /// <summary>Where something was found: the surface, then the place.</summary>
    public List<(string Surface, string Place)> Leaks { get; } = [];

    public long Rejects { get; private set; }

    /// <summary>Characters and bytes searched, by surface.</summary>
    public SortedDictionary<string, long> Searched { get; } = new(StringComparer.Ordinal);

    public async Task IngestAsync(int first)
    {
        foreach (var (file, index) in PlantedCards.Files.Select((file, index) => (file, index)))
        {
            var path = home.Write($"f{index}.csv", PlantedCards.Content(file, first + index, encoding));
            await CallAsync("ingest --json", file.Name, "ingest", path, "--dataset", "cards", "--no-refresh", "--json");
            await CallAsync("ingest", file.Name, "ingest", path, "--no-refresh");
        }

        var page = await home.AskAsync(workspace => workspace.RunsAsync(new(null, 1000, null), default));
        _runs.AddRange(page.Runs.Select(run => run.Id));
        Rejects = page.Runs.Sum(run => run.Ledger?.Rejected ?? 0);
    }

    public async Task SearchCommandsAsync()
    {
        await CallAsync("runs --json", "runs", "runs", "--json", "--limit", "1000");
        foreach (var run in _runs)
        {
            await CallAsync("rejects", run, "rejects", run);
            await CallAsync("rejects --json", run, "rejects", run, "--json");
            await CallAsync("rejects --format csv", run, "rejects", run, "--format", "csv");
            await CallAsync("runs RUN", run, "runs", run);
            await CallAsync("runs RUN --json", run, "runs", run, "--json");
        }
    }

    /// <summary>Every answer about runs and rejects, the event streams, and what is answered to corrections that are no better.</summary>
    public Task SearchApiAsync() => home.ServeAsync(async client =>
    {
        await GetAsync("api/runs?limit=1000", "GET runs");
        await GetAsync("api/datasets/cards", "GET datasets");
        await GetAsync("api/datasets/cards/sample", "GET dataset sample");
        await GetAsync("api/datasets/cards/profile", "GET dataset profile");
        foreach (var run in _runs)
        {
            await GetAsync($"api/runs/{run}", "GET run");
            await GetAsync($"api/runs/{run}/events", "GET run events");
            await GetAsync($"api/runs/{run}/rejects", "GET rejects");
            await GetAsync($"api/runs/{run}/rejects.csv", "GET rejects.csv");
            var planted = PlantedCards.Content(PlantedCards.Files[3], 0, "utf-8");
            using var body = new ByteArrayContent(planted) { Headers = { ContentType = s_csv } };
            using var corrected = await client.PostAsync($"api/runs/{run}/rejects", body);
            Look("POST rejects", run, await corrected.Content.ReadAsStringAsync());
        }

        async Task GetAsync(string address, string surface) => Look(surface, address, await client.GetStringAsync(address));
    });

    /// <summary>Every byte of the home. Parts may compress their texts; their rejects are read by commands and API.</summary>
    public async Task SearchFilesAsync()
    {
        foreach (var file in Directory.EnumerateFiles(home.Root, "*", SearchOption.AllDirectories))
        {
            // What the caller sent as a correction is stored as it was sent, as in landing.
            var key = Path.GetRelativePath(home.Root, file);
            if (!key.StartsWith(Path.Combine("lake", "corrections"), StringComparison.Ordinal))
                Look("files", key, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
        }
    }

    async Task CallAsync(string surface, string place, params string[] arguments)
    {
        var call = await home.CallAsync(arguments);
        Look(surface, place, call.Out + call.Error);
    }

    void Look(string surface, string place, string text)
    {
        Searched[surface] = Searched.GetValueOrDefault(surface) + text.Length;
        if (PlantedCards.Needles.Any(needle => text.Contains(needle, StringComparison.Ordinal)))
            Leaks.Add((surface, $"{place} ({encoding})"));
    }
}
