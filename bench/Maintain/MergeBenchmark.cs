using System.Globalization;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;

namespace DuffBeer.Bench.Maintain;

/// <summary>A lake of many small runs before and after maintenance merges their files: size, refresh, and the same figures.</summary>
sealed class MergeBenchmark(Sizes sizes)
{
    readonly int _runs = (int)(sizes.Rows ?? 10_000);

    /// <summary>At least two: the snapshot before the newest one keeps its files, so both must be built from merged ones.</summary>
    readonly int _rounds = Math.Max(2, sizes.Rounds ?? 3);

    public async Task<Section> RunAsync()
    {
        using var folder = new WorkFolder();
        var home = new MergedHome(folder.Of("home"), folder.Of("definitions"));
        var files = Directory.CreateDirectory(folder.Of("files")).FullName;
        await home.IngestAsync(files, 0, _runs / 2);
        await home.CallAsync("refresh");
        await home.IngestAsync(files, _runs / 2, _runs - (_runs / 2));
        await home.CallAsync("refresh");
        var snapshots = await home.SnapshotsAsync();
        var (before, shown) = (await home.SizeAsync(), await ShownAsync(home, snapshots));
        var slow = await BuildsAsync(home);

        var merging = await home.CallAsync("maintain");
        var merged = await home.SizeAsync();
        if (await ShownAsync(home, snapshots) != shown)
            throw new InvalidOperationException("Figures or lines differ after the merge.");
        var fast = await BuildsAsync(home);
        if (await home.FiguresAsync((await home.SnapshotsAsync())[0]) != await home.FiguresAsync(snapshots[0]))
            throw new InvalidOperationException("A build of the merged files gives other figures.");

        var later = DateTimeOffset.UtcNow.AddDays(400).ToString("O", CultureInfo.InvariantCulture);
        var deleting = await home.CallAsync("maintain", "--now", later);
        var after = await home.SizeAsync();
        return Section.Of("Small files merged", [], Text($"""
            `… -- maintain`, {Commit.Line()}. {_runs} runs of {SmallOrders.RowsPerFile} Duff orders, in three partitions;
            {MergedHome.FilesAtATime} files at a time were ingested together (`batch: true`). The refresh builds every model of the
            domain; medians of {_rounds} rounds, largest memory. All reports of both snapshots of before and a figure's lines with their
            proof are the same after the merge, every value bit for bit, and so are those of a build from the merged files.

            | | before | merged | old files deleted |
            |---|---|---|---|
            | objects of the lake | {before.Objects:N0} | {merged.Objects:N0} | {after.Objects:N0} |
            | MB | {before.Bytes / 1e6:0.0} | {merged.Bytes / 1e6:0.0} | {after.Bytes / 1e6:0.0} |
            | files of rows | {before.Parts:N0} | {merged.Parts:N0} | {after.Parts:N0} |
            | files that a refresh reads | {before.Read:N0} | {merged.Read:N0} | {after.Read:N0} |
            | store calls to know them | {before.Calls:N0} | {merged.Calls:N0} | {after.Calls:N0} |
            | refresh, seconds | {Seconds(slow)} | {Seconds(fast)} | |
            | refresh, processor seconds | {Processor(slow)} | {Processor(fast)} | |
            | refresh, peak MiB | {Peak(slow)} | {Peak(fast)} | |

            Merging took {merging.Seconds:0.0} s, {merging.ProcessorSeconds:0.0} s of processor time and {merging.PeakMiB:0} MiB;
            deleting the old files {deleting.Seconds:0.0} s.
            """));
    }

    async Task<IReadOnlyList<Measured>> BuildsAsync(MergedHome home)
    {
        var builds = new List<Measured>();
        for (var round = 0; round < _rounds; round++)
            builds.Add(await home.BuildAsync());
        return builds;
    }

    static async Task<string> ShownAsync(MergedHome home, IReadOnlyList<string> snapshots)
    {
        var shown = "";
        foreach (var snapshot in snapshots)
            shown += await home.FiguresAsync(snapshot) + await home.WhyAsync(snapshot);
        return shown;
    }

    static string Seconds(IReadOnlyList<Measured> builds) => Text($"{Pairs.Median(builds.Select(build => build.Seconds)):0.0}");

    static string Processor(IReadOnlyList<Measured> builds) =>
        Text($"{Pairs.Median(builds.Select(build => build.ProcessorSeconds)):0.0}");

    static string Peak(IReadOnlyList<Measured> builds) => Text($"{builds.Max(build => build.PeakMiB):0}");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
