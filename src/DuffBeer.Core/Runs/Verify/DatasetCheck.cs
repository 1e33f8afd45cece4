using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>Checks what a dataset publishes: its manifest, the segments and packs that this names, and each run.</summary>
sealed class DatasetCheck(IObjectStore lake, IPartReader reader, LakeFiles files, PublishedAttemptCheck attempts, Tally tally)
{
    readonly DatasetManifests _manifests = new(lake);

    /// <param name="only">Only this run; null for all.</param>
    /// <returns>What is checked: <see cref="ListingOf"/>; null if the manifest cannot be read.</returns>
    public async Task<string?> RunAsync(string dataset, ManifestEntry? only, CancellationToken cancellationToken)
    {
        var (of, key, found) = (Concern.OfDataset(dataset), LakeKeys.Dataset(dataset), new List<Finding>());
        var document = await files.ReadAsync(key, RunJson.Default.DatasetManifest, of, found, cancellationToken);
        if (document is { Value: var manifest })
        {
            if (manifest.Dataset != dataset)
                found.Add(new(FindingKind.NotBound, key, $"The manifest is that of {manifest.Dataset}.", of));
            if (document.Seal is null && Binds(manifest))
                found.Add(new(FindingKind.NotBound, key, "The manifest names receipts, but has no seal.", of));
        }

        tally.Add(found);
        if (document is null)
            return null;
        await CheckRunsAsync(document.Value with { Dataset = dataset }, only, cancellationToken);
        return ListingOf(document.Value.ToVersion());
    }

    /// <summary>Names the runs of a version, and the packs that have rows of them: other packs are other files of the same runs.</summary>
    public static string ListingOf(DatasetVersion version) =>
        string.Join(' ', (version.Packs ?? []).Select(pack => pack.Key).Prepend(version.Fingerprint));

    async Task CheckRunsAsync(DatasetManifest manifest, ManifestEntry? only, CancellationToken cancellationToken)
    {
        var rows = new PackedRows(lake, reader, only?.RunId);
        await CheckRunsAsync(manifest.Dataset, manifest.Runs, only, rows, cancellationToken);
        foreach (var segment in manifest.Segments ?? [])
        {
            if (only is null || RunTree.BitsOf(only.SourceKey).StartsWith(segment.Prefix, StringComparison.Ordinal))
                await CheckAsync(manifest.Dataset, segment, only, rows, cancellationToken);
        }

        foreach (var pack in manifest.Packs ?? [])
        {
            if (only is null || only.Pack == pack.Id)
                await CheckAsync(manifest.Dataset, pack, rows, cancellationToken);
        }
    }

    /// <summary>Checks a segment against what names it, and its runs.</summary>
    /// <param name="rows">Gets the rows of the runs; null if packs are not compared with them.</param>
    public async Task CheckAsync(
        string dataset, RunSegment segment, ManifestEntry? only, PackedRows? rows, CancellationToken cancellationToken)
    {
        if (segment.Id.Length == 0 || (only is null && !tally.IsFirst($"{dataset}/{segment.Id}")))
            return;
        var of = new Concern(dataset, null, null, $"{segment.Rows} rows of {dataset}");
        var (key, found) = (LakeKeys.Segment(dataset, segment.Id), new List<Finding>());
        if (await files.ReadAsync(key, RunJson.Default.RunSet, of, found, cancellationToken) is { Value: var set } document)
        {
            if (segment.Seal is not null && document.Seal != segment.Seal)
                found.Add(new(FindingKind.NotBound, key, "The list of runs is not the one that the dataset's manifest names.", of));
            var counted = RunTree.Describe(segment.Prefix, segment.Id, set);
            if ((counted.Runs, counted.Rows, counted.Rejected, counted.Fingerprint)
                != (segment.Runs, segment.Rows, segment.Rejected, segment.Fingerprint))
                found.Add(new(FindingKind.Unbalanced, key, "The list has other runs or rows than the dataset's manifest counts.", of));
            await CheckRunsAsync(dataset, set.Runs, only, rows, cancellationToken);
        }
        else if (rows is not null)
        {
            rows.IsWhole = false;
        }

        tally.Add(found);
    }

    /// <summary>Checks a pack: its list against what names it, and its files.</summary>
    /// <param name="rows">The rows of its runs; null if only a snapshot names the pack, which does not count them.</param>
    public async Task CheckAsync(string dataset, RunPack pack, PackedRows? rows, CancellationToken cancellationToken)
    {
        if (!tally.IsFirst(pack.Key))
            return;
        var (of, found) = (new Concern(dataset, null, null, $"{pack.Rows} rows of {dataset}"), new List<Finding>());
        if (await files.ReadAsync(pack.Key, RunJson.Default.PackContent, of, found, cancellationToken) is { Value: var content } document)
        {
            if (pack.Seal is not null && document.Seal != pack.Seal)
                found.Add(new(FindingKind.NotBound, pack.Key, "The pack's list is not the one that its manifest names.", of));
            if ((content.Runs.Count, content.Parts.Count, content.Parts.Sum(part => part.Rows)) != (pack.Runs, pack.Parts, pack.Rows))
                found.Add(new(FindingKind.Unbalanced, pack.Key, "The pack has other runs, files or rows than its manifest counts.", of));
            foreach (var part in content.Parts)
                await files.CheckAsync(part.Key, part.Bytes, part.Digest, of, found, cancellationToken);
            if (rows is { IsWhole: true } && found.Count == 0 && !await rows.FitsAsync(pack.Id, content.Parts, cancellationToken))
                found.Add(new(FindingKind.Unbalanced, pack.Key, "The pack's files have other rows of its runs than are published.", of));
        }

        tally.Add(found);
    }

    Task CheckRunsAsync(
        string dataset, IReadOnlyList<ManifestEntry> runs, ManifestEntry? only, PackedRows? rows, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            only is null ? runs : runs.Where(run => run.RunId == only.RunId),
            VerifyLake.Reading(cancellationToken),
            async (run, running) =>
            {
                rows?.Add(run);
                var found = new List<Finding>();
                await attempts.RunAsync(NamedAttempt.Of(dataset, run), found, running);
                if (found.Count > 0 && await IsPublishedAsync(dataset, run, running))
                    tally.Add(found);
            });

    /// <summary>A run that was replaced or retired while it was checked may have lost files rightly.</summary>
    async Task<bool> IsPublishedAsync(string dataset, ManifestEntry run, CancellationToken cancellationToken)
    {
        try
        {
            return (await _manifests.ReadAsync(dataset, run.SourceKey, cancellationToken)).Has(run.RunId, run.Attempt);
        }
        catch (Failures.TerminalException)
        {
            // What cannot be read cannot excuse it.
            return true;
        }
    }

    static bool Binds(DatasetManifest manifest) =>
        manifest.Runs.Any(run => run.Receipt is not null) || manifest.Segments?.Any(segment => segment.Seal is not null) == true;
}
