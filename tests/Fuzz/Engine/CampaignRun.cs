using System.Diagnostics;
using System.Globalization;

namespace DuffBeer.Fuzz.Engine;

/// <summary>One campaign in this process: reads inputs, writes what it finds, and prints one line of a table at its end.</summary>
static class CampaignRun
{
    /// <summary>Exit code: properties do not hold.</summary>
    public const int Found = 1;

    const int Hung = 3;
    const int SmallStack = 256 << 10;
    const int MostSeeds = 24;
    const int MostSeedBytes = 400;

    /// <summary>Processor time that no input may take.</summary>
    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    public static int Run(FuzzTarget target, CampaignSettings settings)
    {
        using var watched = new WatchedInput(settings.WatchFile);
        using var stop = new CancellationTokenSource();
        _ = Task.Run(() => EndIfHungAsync(watched, stop.Token));
        var code = 0;
        // A small stack, so that recursion that grows with the input ends the process soon.
        var thread = new Thread(() => code = Run(target, settings, watched), SmallStack);
        thread.Start();
        thread.Join();
        stop.Cancel();
        return code;
    }

    static int Run(FuzzTarget target, CampaignSettings settings, WatchedInput watched)
    {
        var clock = Stopwatch.StartNew();
        var file = Path.Combine(settings.Folder, "corpus.txt");
        var campaign = new Campaign(target, settings.Seed, File.Exists(file) ? [.. File.ReadLines(file).Select(EscapedText.Unescape)] : []);
        var told = TimeSpan.FromMinutes(1);
        for (var count = watched.Count + 1; count <= settings.Iterations; count++)
        {
            var number = count;
            if (campaign.Step(input => watched.Set(number, input)) is { } finding)
                Keep(Shrinker.Shrunk(target, finding), settings, campaign.Findings.Count);
            if (clock.Elapsed < told)
                continue;
            told += TimeSpan.FromMinutes(1);
            Console.WriteLine(Line(campaign, settings, count, clock));
        }

        File.WriteAllLines(file, campaign.Corpus.Select(input => EscapedText.Escape(input)));
        File.WriteAllLines(
            Path.Combine(settings.Folder, "seeds.txt"),
            Shrinker.Cover(target, campaign.Corpus, MostSeeds, MostSeedBytes).Select(input => EscapedText.Escape(input)));
        Console.WriteLine(Line(campaign, settings, settings.Iterations, clock));
        return campaign.Findings.Count == 0 ? 0 : Found;
    }

    static string Line(Campaign campaign, CampaignSettings settings, long count, Stopwatch clock) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {settings.Target} | {count:N0} | {campaign.Corpus.Count:N0} | {campaign.Edges:N0} | {campaign.Findings.Count} | " +
        $"{clock.Elapsed.TotalSeconds:N0} |");

    static void Keep(Finding finding, CampaignSettings settings, int number)
    {
        var name = Path.Combine(settings.Folder, string.Create(CultureInfo.InvariantCulture, $"{settings.Seed}-{number}"));
        File.WriteAllText(
            $"{name}.finding", $"{finding.Kind}\n\n{EscapedText.Escape(finding.Input)}\n\n{finding.Details}\n");
        Console.WriteLine($"{settings.Target}: {finding.Kind}: {name}.finding");
    }

    /// <summary>Ends the process where one input takes too long; its parent keeps the input.</summary>
    static async Task EndIfHungAsync(WatchedInput watched, CancellationToken stop)
    {
        var (last, since) = (-1L, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(500, CancellationToken.None);
            var used = Environment.CpuUsage.TotalTime;
            if (watched.Count != last)
                (last, since) = (watched.Count, used);
            else if (used - since > s_longest && !stop.IsCancellationRequested)
                Environment.Exit(Hung);
        }
    }
}
