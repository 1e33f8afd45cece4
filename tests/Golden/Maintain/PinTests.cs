using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>Readers are pinned to a snapshot at the moment at which maintenance deletes it.</summary>
public sealed class PinTests
{
    const string Old = "20250101T000000000Z";
    const string New = "20250201T000000000Z";

    readonly MemoryStore _lake = new();

    Snapshots Snapshots => new(_lake);

    [Fact]
    public async Task A_pin_before_the_deletion_brings_the_snapshot_back()
    {
        await FillAsync();
        var hooked = new HookedStore(_lake) { Deleting = key => key == LakeKeys.Snapshot(Old) ? Snapshots.PinAsync(Old, default) : null };

        var result = await new MaintainedLake(_lake, new(), hooked).MaintainAsync();

        Assert.Equal((0L, 1L), (result.Objects, result.Left));
        Assert.Equal((Old, true), ((await Snapshots.PointerAsync(default))!.Snapshot, (await Snapshots.PointerAsync(default))!.Pinned));
        Assert.Equal(Old, (await Snapshots.CurrentAsync(default))!.Id);
    }

    [Fact]
    public async Task A_pin_that_comes_after_the_deletion_is_refused_and_readers_see_what_they_saw()
    {
        await FillAsync();
        var before = await Snapshots.PointerAsync(default);
        // It has found the snapshot; then the snapshot goes; then it moves the pointer.
        var hooked = new HookedStore(_lake)
        {
            Writing = key => key == LakeKeys.CurrentSnapshot ? _lake.DeleteAsync(LakeKeys.Snapshot(Old), default) : null,
        };

        var refused = await Assert.ThrowsAsync<TerminalException>(() => new Snapshots(hooked).PinAsync(Old, default));

        Assert.Equal(ProblemCode.Gone, refused.Code);
        Assert.Equal(before, await Snapshots.PointerAsync(default));
    }

    async Task FillAsync()
    {
        foreach (var id in (string[])[Old, New])
        {
            var snapshot = new Snapshot(
                id, Home.Now, new Dictionary<string, DateOnly>(), new Dictionary<string, string>(), new Dictionary<string, ModelVersion>(),
                new Dictionary<string, DatasetVersion>());
            await _lake.WriteAsync(
                LakeKeys.Snapshot(id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, default);
        }

        await _lake.WriteAsync(
            LakeKeys.CurrentSnapshot, new(New, Home.Now), SnapshotJson.Default.SnapshotPointer, WriteCondition.None, default);
    }
}
