using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Reads the runs and parts of a version of a dataset: from its own list, or from the segments and packs that it names.</summary>
public sealed class PublishedRuns(IObjectStore lake)
{
    const int ReadsAtATime = 16;

    readonly RunSegments _segments = new(lake);
    readonly ResultParts _results = new(lake);

    /// <summary>The runs, some at a time, in no order.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PublishedRun>> ListAsync(
        string dataset, DatasetVersion version, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (version.Segments is null)
        {
            yield return version.Runs;
            yield break;
        }

        await foreach (var set in _segments.ReadAsync(dataset, version.Segments, cancellationToken))
            yield return [.. set.Runs.Select(run => run.ToPublished())];
    }

    /// <summary>All runs, latest last.</summary>
    public async Task<IReadOnlyList<PublishedRun>> RunsAsync(
        string dataset, DatasetVersion version, CancellationToken cancellationToken)
    {
        if (version.Segments is null)
            return version.Runs;
        var runs = new List<PublishedRun>();
        await foreach (var some in ListAsync(dataset, version, cancellationToken))
            runs.AddRange(some);
        return [.. DatasetVersion.InOrder(runs)];
    }

    /// <summary>The run in the version; null if it is not in it. Reads one segment.</summary>
    /// <param name="sourceKey">The run's; null if unknown, and then all segments may be read.</param>
    public async Task<PublishedRun?> FindAsync(
        string dataset, DatasetVersion version, string? sourceKey, string run, CancellationToken cancellationToken)
    {
        if (version.Segments is { } all && sourceKey is not null)
            version = version with { Segments = [RunTree.Find(all, sourceKey)] };
        await foreach (var some in ListAsync(dataset, version, cancellationToken))
        {
            if (some.FirstOrDefault(published => published.RunId == run) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>Runs that only one of two versions has. Segments that both name are not read.</summary>
    public async Task<(IReadOnlyList<PublishedRun> OnlyFirst, IReadOnlyList<PublishedRun> OnlySecond)> DifferenceAsync(
        string dataset, DatasetVersion? first, DatasetVersion? second, CancellationToken cancellationToken)
    {
        var shared = (first?.Segments ?? []).Select(segment => segment.Id).ToHashSet(StringComparer.Ordinal);
        shared.IntersectWith((second?.Segments ?? []).Select(segment => segment.Id));
        var (one, other) = (await RestAsync(first), await RestAsync(second));
        return (Without(one, other), Without(other, one));

        async Task<IReadOnlyList<PublishedRun>> RestAsync(DatasetVersion? version) => version is null
            ? []
            : await RunsAsync(
                dataset,
                version.Segments is { } all ? version with { Segments = [.. all.Where(one => !shared.Contains(one.Id))] } : version,
                cancellationToken);
    }

    /// <summary>The keys of all files: those of runs, and those of packs.</summary>
    public async Task<IReadOnlyList<string>> PartsAsync(string dataset, DatasetVersion version, CancellationToken cancellationToken)
    {
        var (owners, parts) = (new List<PublishedRun>(), new List<string>());
        // Most runs of a lake that is maintained have no files of their own.
        await foreach (var some in ListAsync(dataset, version, cancellationToken))
            owners.AddRange(some.Where(run => run.Pack is null));
        foreach (var own in await ListsAsync([.. DatasetVersion.InOrder(owners)], cancellationToken))
            parts.AddRange(own.Select(part => part.Key));
        foreach (var pack in version.Packs ?? [])
            parts.AddRange((await PackAsync(pack, cancellationToken)).Parts.Select(part => part.Key));
        return parts;
    }

    /// <summary>Bytes of all files.</summary>
    public async Task<long> BytesAsync(string dataset, DatasetVersion version, CancellationToken cancellationToken)
    {
        if (version.Bytes is { } known)
            return known;
        var runs = await RunsAsync(dataset, version, cancellationToken);
        var unknown = runs.Where(run => run.Pack is null && run.Bytes is null).ToList();
        var lists = await ListsAsync(unknown, cancellationToken);
        return runs.Sum(run => run.Bytes ?? 0) + (version.Packs ?? []).Sum(pack => pack.Bytes)
            + lists.Sum(parts => parts.Sum(part => part.Bytes));
    }

    /// <summary>The files of a run. It must not be in a pack.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<IReadOnlyList<Part>> PartsAsync(PublishedRun run, CancellationToken cancellationToken) =>
        run.Parts ?? await _results.ReadAsync(run.RunId, run.Attempt, cancellationToken);

    public Task<PackContent> PackAsync(RunPack pack, CancellationToken cancellationToken) => PackAsync(pack.Key, cancellationToken);

    /// <param name="pack">Key of its document.</param>
    public async Task<PackContent> PackAsync(string pack, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(pack, RunJson.Default.PackContent, cancellationToken))?.Value
        ?? throw new TerminalException(ProblemCode.NotFound, $"The pack {pack} is missing from the lake.");

    /// <summary>The dataset as models read it. Its runs are read only by an engine that has not stored them yet.</summary>
    public async Task<Relation> RelationAsync(DatasetContract contract, DatasetVersion version, CancellationToken cancellationToken) =>
        version.ToRelation(
            contract,
            await PartsAsync(contract.Name, version, cancellationToken),
            version.Segments is null ? null : running => ListAsync(contract.Name, version, running));

    Task<IReadOnlyList<Part>[]> ListsAsync(IReadOnlyList<PublishedRun> runs, CancellationToken cancellationToken) =>
        SideBySide.SelectAsync(
            runs, ReadsAtATime, async (run, running) => run.Pack is null ? await PartsAsync(run, running) : [], cancellationToken);

    static IReadOnlyList<PublishedRun> Without(IReadOnlyList<PublishedRun> of, IReadOnlyList<PublishedRun> other)
    {
        var known = other.Select(run => (run.RunId, run.Attempt)).ToHashSet();
        return [.. of.Where(run => !known.Contains((run.RunId, run.Attempt)))];
    }
}
