using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The name of a snapshot that was built beside those that readers see.</summary>
/// <param name="Snapshot">Its id.</param>
/// <param name="Base">Id of the snapshot that it builds on; null if there was none.</param>
public sealed record NamedSnapshot(string Name, string Snapshot, string? Base, DateTimeOffset At)
{
    /// <summary>It was activated or dropped. The document stays, because a store cannot delete one only if it is unchanged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsGone { get; init; }
}

/// <summary>Snapshots built beside those that readers see, until they are activated or dropped.</summary>
/// <remarks>The document of a name is the commit point: a snapshot without one is not listed.</remarks>
public sealed class NamedSnapshots(IObjectStore lake, Snapshots snapshots, TimeProvider time)
{
    public Task<NamedSnapshot?> FindAsync(string name, CancellationToken cancellationToken) =>
        snapshots.NamedAsync(name, cancellationToken);

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<NamedSnapshot> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (await FindAsync(name, cancellationToken) is { } found)
            return found;
        var names = (await AllAsync(cancellationToken)).Select(known => known.Name).ToList();
        throw new TerminalException(
            ProblemCode.NotFound,
            $"No snapshot is named '{name}'.{LikelyName.Hint(name, names)} 'duffbeer refresh --into NAME' builds one beside the one that "
                + "readers see.");
    }

    /// <summary>All of them, by name.</summary>
    public async Task<IReadOnlyList<NamedSnapshot>> AllAsync(CancellationToken cancellationToken) =>
        await snapshots.NamesAsync(withGone: false, cancellationToken).ToListAsync(cancellationToken);

    /// <summary>An id greater than those of all snapshots, even if the clock stands still.</summary>
    /// <param name="after">Another id that it is greater than; null for none.</param>
    public async Task<string> NextIdAsync(string? after, CancellationToken cancellationToken)
    {
        var newest = (await snapshots.PointerAsync(cancellationToken))?.Newest;
        var ids = await snapshots.NamesAsync(withGone: true, cancellationToken)
            .Select(named => named.Snapshot)
            .ToListAsync(cancellationToken);
        return TimeId.After(ids.Append(newest).Append(after).Max(StringComparer.Ordinal), time.GetUtcNow());
    }

    /// <summary>Stores a snapshot under a name, which no longer means an earlier one. What readers see stays as it is.</summary>
    internal async Task SaveAsync(string name, Snapshot snapshot, string? previous, CancellationToken cancellationToken)
    {
        await lake.WriteAsync(
            LakeKeys.SnapshotBeside(snapshot.Id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, cancellationToken);
        string? replaced = null;
        await lake.UpdateAsync(
            LakeKeys.NamedSnapshot(name),
            SnapshotJson.Default.NamedSnapshot,
            current =>
            {
                // A late copy of an earlier refresh must not bring its snapshot back.
                if (current is not null && string.CompareOrdinal(current.Snapshot, snapshot.Id) >= 0)
                    return null;
                replaced = current?.Snapshot;
                return new(name, snapshot.Id, previous, snapshot.At);
            },
            time,
            cancellationToken);
        if (replaced is not null)
            await lake.DeleteAsync(LakeKeys.SnapshotBeside(replaced), cancellationToken);
    }

    /// <summary>Forgets a name and its snapshot.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        await ForgetAsync(await GetAsync(name, cancellationToken), cancellationToken);
    }

    /// <summary>The name may mean another snapshot by now: then that one stays.</summary>
    async Task ForgetAsync(NamedSnapshot named, CancellationToken cancellationToken)
    {
        await lake.UpdateAsync(
            LakeKeys.NamedSnapshot(named.Name),
            SnapshotJson.Default.NamedSnapshot,
            current => current is { IsGone: false } && current.Snapshot == named.Snapshot ? current with { IsGone = true } : null,
            time,
            cancellationToken);
        await lake.DeleteAsync(LakeKeys.SnapshotBeside(named.Snapshot), cancellationToken);
    }

    /// <summary>The name, also once an activation has shown its snapshot: then the same activation again changes nothing.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<NamedSnapshot> ToActivateAsync(string name, CancellationToken cancellationToken)
    {
        var pointer = await snapshots.PointerAsync(cancellationToken);
        return pointer is { Pinned: false }
            && await snapshots.NamedAsync(name, cancellationToken, withGone: true) is { IsGone: true } gone
            && await IsShownAsync(gone, pointer, cancellationToken)
                ? gone
                : await GetAsync(name, cancellationToken);
    }

    async Task<bool> IsShownAsync(NamedSnapshot named, SnapshotPointer? pointer, CancellationToken cancellationToken) =>
        pointer?.Newest is { } newest && (await snapshots.FindAsync(newest, cancellationToken))?.BuiltAs == named.Snapshot;

    /// <summary>
    /// Shows the snapshot of a name, as a new one that follows all that readers saw, and forgets the name. A pin ends.
    /// </summary>
    /// <param name="asIs">
    /// Even if a refresh has built a snapshot since: readers then see its data no longer, until the next refresh brings it.
    /// </param>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Conflict</c> if a refresh has built a snapshot since.</exception>
    public async Task<SnapshotPointer> ActivateAsync(string name, bool asIs, CancellationToken cancellationToken)
    {
        var named = await ToActivateAsync(name, cancellationToken);
        var before = await snapshots.PointerAsync(cancellationToken);
        var newest = before?.Newest;
        if (await IsShownAsync(named, before, cancellationToken))
        {
            // An earlier call was interrupted after it had shown the snapshot, or its answer was lost.
            await ForgetAsync(named, cancellationToken);
            return before!;
        }

        var snapshot = await snapshots.GetAsync(named.Snapshot, cancellationToken);
        if (newest != named.Base && !asIs)
            throw new TerminalException(
                ProblemCode.Conflict,
                $"The snapshot '{name}' builds on {named.Base ?? "no snapshot"}, but {newest} was built since: its data and settings would "
                    + $"be lost to readers. 'duffbeer refresh --into {name}' builds it again on the newest; --as-is shows it as it is, and "
                    + "the next refresh brings the newer data.");

        var (id, now) = (await NextIdAsync(null, cancellationToken), time.GetUtcNow());
        if (await lake.ReadAsync(LakeKeys.RefreshPlan(named.Snapshot), SnapshotJson.Default.RefreshPlan, cancellationToken) is { } plan)
            await lake.WriteAsync(
                LakeKeys.RefreshPlan(id),
                plan.Value with { Snapshot = id, Previous = newest, Build = new([], [.. snapshot.Models.Keys]) },
                SnapshotJson.Default.RefreshPlan,
                WriteCondition.None,
                cancellationToken);
        var shown = snapshot with { Id = id, At = now, Request = null, BuiltAs = named.Snapshot };
        var pointer = await snapshots.ActivateAsync(shown, newest, cancellationToken);
        await ForgetAsync(named, cancellationToken);
        return pointer;
    }
}
