using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Makes the open tables follow the datasets' manifests.</summary>
public sealed class PublishedTables(IObjectStore lake, RunRecords runs, DatasetCatalog datasets, IOpenTables tables)
{
    const int TablesAtATime = 4;

    /// <summary>
    /// After a change of the manifest. A failure is left to the next change, refresh or reconcile: the rows are published.
    /// </summary>
    /// <returns>The failure; null if the table shows what is published.</returns>
    public async Task<RunException?> TryFollowAsync(string dataset, CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(dataset, cancellationToken);
            return null;
        }
        catch (RunException failure)
        {
            Activity.Current?.AddException(failure);
            return failure;
        }
    }

    public Task FollowAsync(string dataset, CancellationToken cancellationToken) =>
        tables.FollowAsync(dataset, new Publication(lake, runs, dataset), cancellationToken);

    /// <summary>All tables of datasets that have a contract. All are tried; the first failure is thrown.</summary>
    public async Task FollowAllAsync(CancellationToken cancellationToken)
    {
        var failures = await SideBySide.SelectAsync(
            datasets.All, TablesAtATime, (dataset, running) => TryFollowAsync(dataset.Name, running), cancellationToken);
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }

    /// <summary>Writes the metadata of all tables again whose lake was moved.</summary>
    /// <returns>The datasets, and where their lake was.</returns>
    public async Task<IReadOnlyList<(string Dataset, string From)>> MoveAllAsync(CancellationToken cancellationToken)
    {
        var moved = new List<(string, string)>();
        foreach (var dataset in datasets.All)
        {
            if (await tables.MoveAsync(dataset.Name, cancellationToken) is { } from)
                moved.Add((dataset.Name, from));
        }

        return moved;
    }

    /// <remarks>A pack has a list of files of its own, as an attempt that several runs share.</remarks>
    sealed class Publication(IObjectStore lake, RunRecords runs, string dataset) : IPublication
    {
        const int FilesDigits = 32;
        const string SegmentList = "segment-";
        const string PackList = "pack-";

        readonly DatasetManifests _manifests = new(lake);
        readonly RunSegments _segments = new(lake);
        readonly PublishedRuns _published = new(lake);
        Dictionary<PublishedAttempt, RunPack> _packs = [];

        public async Task<PublishedFiles> ReadAsync(CancellationToken cancellationToken)
        {
            var root = await _manifests.ReadAsync(dataset, cancellationToken);
            _packs = (root.Packs ?? []).ToDictionary(pack => pack.Attempt);
            var rows = root.ToVersion().Fingerprint;
            // A pack has exactly the rows of its runs, so packs and rows tell which runs have files of their own.
            var files = $"{rows} {string.Join(' ', _packs.Keys.Select(pack => pack.Run).Order(StringComparer.Ordinal))}";
            return new(
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(files)))[..FilesDigits],
                rows,
                root.Segments is null ? [.. WithFiles(root.Runs), .. _packs.Keys] : [],
                root.Segments is null
                    ? []
                    : [
                        .. root.Segments.Where(segment => segment.Runs > 0).Select(segment => SegmentList + segment.Id),
                        .. _packs.Keys.Select(pack => PackList + pack.Run),
                    ]);
        }

        public async Task<IReadOnlyList<PublishedAttempt>> AttemptsAsync(string list, CancellationToken cancellationToken) =>
            list.StartsWith(PackList, StringComparison.Ordinal)
                ? [RunPack.AttemptOf(list[PackList.Length..])]
                : [.. WithFiles((await _segments.ReadAsync(dataset, list[SegmentList.Length..], cancellationToken)).Runs)];

        static IEnumerable<PublishedAttempt> WithFiles(IEnumerable<ManifestEntry> runs) =>
            runs.Where(run => run.Pack is null).Select(run => new PublishedAttempt(run.RunId, run.Attempt));

        public async Task<FileList?> FilesAsync(PublishedAttempt attempt, CancellationToken cancellationToken) =>
            _packs.TryGetValue(attempt, out var pack)
                ? (await _published.PackAsync(pack, cancellationToken)).Files
                : (await ResultAsync(attempt, cancellationToken)).Files;

        public async Task<IReadOnlyList<Part>> PartsAsync(PublishedAttempt attempt, CancellationToken cancellationToken) =>
            _packs.TryGetValue(attempt, out var pack)
                ? (await _published.PackAsync(pack, cancellationToken)).Parts
                : (await ResultAsync(attempt, cancellationToken)).Parts;

        async Task<RunResult> ResultAsync(PublishedAttempt attempt, CancellationToken cancellationToken) =>
            await runs.ResultAsync(attempt.Run, attempt.Attempt, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.NotFound, $"The result of the published run {attempt.Run} is missing from the lake.");
    }
}
