using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>The snapshots of a lake, and the pointer to the one that readers see.</summary>
public sealed class Snapshots(IObjectStore lake, TimeProvider? time = null)
{
    public async Task<SnapshotPointer?> PointerAsync(CancellationToken cancellationToken) =>
        (await lake.ReadAsync(LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, cancellationToken))?.Value;

    /// <summary>The snapshot that readers see.</summary>
    public async Task<Snapshot?> CurrentAsync(CancellationToken cancellationToken) =>
        await PointerAsync(cancellationToken) is { } pointer ? await FindAsync(pointer.Snapshot, cancellationToken) : null;

    /// <summary>The latest snapshot, which the next one builds on, even while readers are pinned to an older one.</summary>
    public async Task<Snapshot?> NewestAsync(CancellationToken cancellationToken) =>
        await PointerAsync(cancellationToken) is { } pointer ? await FindAsync(pointer.Newest, cancellationToken) : null;

    /// <param name="id">Id or name.</param>
    public async Task<Snapshot?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (await InOrderAsync(id, cancellationToken) is { } found)
            return found;
        var beside = TimeId.IsId(id) ? id : (await NamedAsync(id, cancellationToken))?.Snapshot;
        return beside is null ? null : await ReadAsync(LakeKeys.SnapshotBeside(beside), beside, cancellationToken);
    }

    /// <param name="withGone">Also one that was activated or dropped.</param>
    internal async Task<NamedSnapshot?> NamedAsync(string name, CancellationToken cancellationToken, bool withGone = false) =>
        SnapshotName.IsName(name)
        && (await lake.ReadAsync(LakeKeys.NamedSnapshot(name), SnapshotJson.Default.NamedSnapshot, cancellationToken))?.Value is { } named
        && (withGone || !named.IsGone)
            ? named
            : null;

    /// <summary>The names of snapshots that were built beside those that readers see, in their order.</summary>
    /// <param name="withGone">Also those that were activated or dropped.</param>
    internal async IAsyncEnumerable<NamedSnapshot> NamesAsync(
        bool withGone, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stat in lake.ListAsync(LakeKeys.NamedSnapshots, cancellationToken))
        {
            if ((await lake.ReadAsync(stat.Key, SnapshotJson.Default.NamedSnapshot, cancellationToken))?.Value is { } named
                && (withGone || !named.IsGone))
                yield return named;
        }
    }

    /// <param name="id">Id or name.</param>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Gone</c> if it has been deleted.</exception>
    public async Task<Snapshot> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { } snapshot)
            return snapshot;
        // Ids are times, so one before the latest was deleted.
        var isOld = TimeId.IsId(id) && string.CompareOrdinal(id, (await PointerAsync(cancellationToken))?.Newest) < 0;
        const string lists = "'duffbeer snapshots' and GET /api/snapshots list those that exist; without an id, the current one is read.";
        throw isOld
            ? new TerminalException(ProblemCode.Gone, $"The snapshot '{id}' no longer exists. {lists}")
            : new TerminalException(ProblemCode.NotFound, $"There is no snapshot '{id}'. {lists}");
    }

    /// <summary>Ids of the snapshots, newest first; no more are listed than the caller takes.</summary>
    /// <param name="before">Only older snapshots; null for all.</param>
    public async IAsyncEnumerable<string> IdsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken, string? before = null)
    {
        // A snapshot newer than the pointer's latest is still being written by a refresh that may be interrupted.
        if ((await PointerAsync(cancellationToken))?.Newest is not { } newest)
            yield break;
        var end = before is null || string.CompareOrdinal(before, newest) > 0 ? $"{LakeKeys.Snapshot(newest)}/" : LakeKeys.Snapshot(before);
        await foreach (var key in LakeKeys.SnapshotsByTime.NewestFirstAsync(lake, end, cancellationToken))
        {
            if (LakeKeys.SnapshotOf(key) is { } id)
                yield return id;
        }
    }

    /// <summary>Ids of snapshots from this one on, oldest first.</summary>
    internal async IAsyncEnumerable<string> IdsFromAsync(
        string earliest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var newest = (await PointerAsync(cancellationToken))?.Newest;
        var keys = new KeyRange(LakeKeys.Snapshots, LakeKeys.Snapshots + earliest, IsShallow: true);
        await foreach (var stat in lake.ListAsync(keys, cancellationToken))
        {
            if (LakeKeys.SnapshotOf(stat.Key) is { } id)
            {
                if (string.CompareOrdinal(id, newest) > 0)
                    yield break;
                yield return id;
            }
        }
    }

    /// <summary>Pins readers to an older snapshot: refreshes build snapshots but do not show them until <see cref="UnpinAsync"/>.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>, or <c>Gone</c> if it has been deleted.</exception>
    public async Task<SnapshotPointer> PinAsync(string id, CancellationToken cancellationToken)
    {
        var snapshot = await GetAsync(id, cancellationToken);
        if (await InOrderAsync(snapshot.Id, cancellationToken) is null)
            throw new TerminalException(
                ProblemCode.Conflict, $"'{id}' was built beside the shown snapshot. 'duffbeer activate NAME' shows it.");
        var before = await PointerAsync(cancellationToken);
        var pinned = (await MoveAsync(
            pointer => SnapshotPointer.To(snapshot) with { Pinned = true, Built = pointer?.Newest }, cancellationToken))!;
        // Maintenance may have deleted it meanwhile: it looks at the pointer after that, as this looks for the snapshot after moving it.
        if (await InOrderAsync(snapshot.Id, cancellationToken) is not null)
            return pinned;
        await MoveAsync(pointer => pointer == pinned ? before : null, cancellationToken);
        throw new TerminalException(ProblemCode.Gone, $"The snapshot '{id}' was deleted, because its keep time is over.");
    }

    /// <summary>Shows the latest snapshot, and every later one. Null if there never was one.</summary>
    public async Task<SnapshotPointer?> UnpinAsync(CancellationToken cancellationToken)
    {
        if (await NewestAsync(cancellationToken) is not { } newest)
            return null;
        return await MoveAsync(pointer => pointer!.Newest == newest.Id ? SnapshotPointer.To(newest) : null, cancellationToken);
    }

    /// <summary>
    /// Writes the snapshot, then moves the pointer with one conditional write that shows all of it. False if readers are pinned.
    /// </summary>
    /// <param name="previous">The snapshot that it builds on; null before the first.</param>
    /// <exception cref="TerminalException"><c>Conflict</c>: another snapshot was built on that one in the meantime.</exception>
    internal async Task<bool> ShowAsync(Snapshot snapshot, string? previous, CancellationToken cancellationToken) =>
        await ShowAsync(
            snapshot,
            previous,
            pointer => pointer is { Pinned: true } ? pointer with { Built = snapshot.Id } : SnapshotPointer.To(snapshot),
            WriteCondition.None,
            cancellationToken) is not { Pinned: true };

    /// <summary>Shows a snapshot even to readers that are pinned to another one, and ends the pin.</summary>
    /// <inheritdoc cref="ShowAsync(Snapshot, string?, CancellationToken)"/>
    internal Task<SnapshotPointer> ActivateAsync(Snapshot snapshot, string? previous, CancellationToken cancellationToken) =>
        ShowAsync(snapshot, previous, _ => SnapshotPointer.To(snapshot), WriteCondition.IfAbsent, cancellationToken);

    async Task<SnapshotPointer> ShowAsync(
        Snapshot snapshot, string? previous, Func<SnapshotPointer?, SnapshotPointer> shown, WriteCondition condition,
        CancellationToken cancellationToken)
    {
        Next(await PointerAsync(cancellationToken));
        if (!await lake.WriteAsync(LakeKeys.Snapshot(snapshot.Id), snapshot, SnapshotJson.Default.Snapshot, condition, cancellationToken)
            && (await InOrderAsync(snapshot.Id, cancellationToken))?.BuiltAs != snapshot.BuiltAs)
            throw new TerminalException(
                ProblemCode.Conflict, $"The snapshot {snapshot.Id} was written by another process at the same time. Try again.");
        return (await MoveAsync(Next, cancellationToken))!;

        // The pointer is ours if an earlier try's acknowledgement was lost. That try may have built from other runs.
        SnapshotPointer? Next(SnapshotPointer? pointer) => pointer?.Newest == snapshot.Id
            ? pointer.Snapshot == snapshot.Id && pointer.Receipt != snapshot.Receipt ? pointer with { Receipt = snapshot.Receipt } : null
            : pointer?.Newest == previous ? shown(pointer)
            : throw new TerminalException(
                ProblemCode.Conflict,
                $"The snapshot {pointer?.Newest} was built while this one was under way, so nothing was shown. Refresh again: the next "
                    + "refresh builds on it.");
    }

    /// <summary>A snapshot that readers saw, see or will see in the order of ids; null for one that was built beside them.</summary>
    async Task<Snapshot?> InOrderAsync(string id, CancellationToken cancellationToken) =>
        // Callers choose ids, and a key may have folders.
        id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') && !id.Contains("..", StringComparison.Ordinal)
            ? await ReadAsync(LakeKeys.Snapshot(id), id, cancellationToken)
            : null;

    async Task<Snapshot?> ReadAsync(string key, string id, CancellationToken cancellationToken) =>
        (await lake.ReadAsync(key, SnapshotJson.Default.Snapshot, cancellationToken))?.Value is { } found && found.Id == id ? found : null;

    /// <summary>Replaces the pointer by the result of <paramref name="next"/> (null to keep it) and returns the pointer in force.</summary>
    Task<SnapshotPointer?> MoveAsync(Func<SnapshotPointer?, SnapshotPointer?> next, CancellationToken cancellationToken) =>
        lake.UpdateAsync(
            LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer, next, time ?? TimeProvider.System, cancellationToken);
}
