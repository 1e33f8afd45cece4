using System.Globalization;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>What a refresh does, and what it was decided from.</summary>
/// <param name="Previous">The snapshot that it builds on; null before the first.</param>
/// <param name="Pointer">What readers see; null before the first.</param>
/// <param name="Rows">Dataset → rows of its published runs.</param>
/// <param name="IsChange">Readers would see a difference: models, or settings that only reports read.</param>
public sealed record RefreshDecision(
    RefreshPlan Plan, Snapshot? Previous, SnapshotPointer? Pointer, IReadOnlyDictionary<string, long> Rows, bool IsChange,
    RefreshDigest Digest)
{
    /// <summary>Models of the previous snapshot that the definitions no longer have.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The named snapshot that the result replaces; null if there is none, or the result is shown.</summary>
    public NamedSnapshot? Replaced { get; init; }
}

/// <summary>Decides what a refresh builds. It writes nothing: the refresh and the plan that people see come from here.</summary>
public sealed class RefreshPlanner(
    DatasetManifests manifests, Snapshots snapshots, NamedSnapshots named, ModelDefinitions definitions)
{
    public static RefreshPlanner Of(IObjectStore lake, TimeProvider time, ModelDefinitions definitions)
    {
        var snapshots = new Snapshots(lake, time);
        return new(new(lake), snapshots, new(lake, snapshots, time), definitions);
    }

    /// <summary>Refuses a request for a plan that no longer holds, before it is queued. The refresh itself compares again.</summary>
    /// <exception cref="Failures.TerminalException"><c>PlanChanged</c>, and as <see cref="ModelDefinitions.Check"/>.</exception>
    public async Task CheckAsync(RefreshRequest request, CancellationToken cancellationToken)
    {
        definitions.Check(request);
        if (request.Plan is { } planned)
            (await DecideAsync("", request, cancellationToken)).Digest.Require(planned);
    }

    /// <param name="snapshot">Id of the snapshot to build.</param>
    public async Task<RefreshDecision> DecideAsync(string snapshot, RefreshRequest request, CancellationToken cancellationToken)
    {
        definitions.Check(request);
        var rows = new Dictionary<string, long>();
        var datasets = new Dictionary<string, DatasetVersion>();
        var etags = new Dictionary<string, string>();
        foreach (var dataset in definitions.Contracts.Keys)
        {
            var found = await manifests.DocumentAsync(dataset, cancellationToken);
            var manifest = found?.Value ?? DatasetManifest.Empty(dataset);
            (datasets[dataset], rows[dataset]) = (manifest.ToVersion(), manifest.Rows);
            if (found is not null)
                etags[dataset] = found.ETag;
        }

        var pointer = await snapshots.PointerAsync(cancellationToken);
        var previous = pointer is null ? null : await snapshots.FindAsync(pointer.Newest, cancellationToken);
        var replaced = request.Into is { } into ? await named.FindAsync(into, cancellationToken) : null;
        var before = previous?.Settings ?? new Dictionary<string, string>();
        var settings = definitions.Settings.Choose(before, request.Settings);
        var values = definitions.Settings.Values(settings);
        var hashes = ModelHashes.Of(definitions.Graph, values, definitions.Contracts);
        var fingerprints = datasets.ToDictionary(dataset => dataset.Key, dataset => dataset.Value.Fingerprint);
        var build = BuildPlan.Of(definitions.Graph, hashes, fingerprints, previous, request.Models.ToHashSet());
        var plan = new RefreshPlan(snapshot, previous?.Id, settings, datasets, hashes, build) { Manifests = etags };
        var removed = (previous?.Models.Keys ?? []).Where(model => definitions.Graph[model] is null).Order(StringComparer.Ordinal).ToList();
        var isChange = !build.IsEmpty || settings.Count != before.Count || settings.Except(before).Any() || removed.Count > 0
            || (request.Into is not null && build.Kept.Count > 0);
        var digest = RefreshDigest.Of(
            plan,
            definitions.Graph.Models.ToDictionary(
                model => model.Name, model => ModelHashes.OfDefinition(model, definitions.Contracts)),
            values.Select(value => KeyValuePair.Create(value.Key, Convert.ToString(value.Value.Value, CultureInfo.InvariantCulture) ?? "")),
            pointer,
            replaced?.Snapshot,
            request.Models,
            request.Into);
        return new(plan, previous, pointer, rows, isChange, digest) { Removed = removed, Replaced = replaced };
    }
}
