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

    static readonly string s_model = $"{LakeKeys.Mart("sums", Old, 1)}rows.parquet";

    readonly MemoryStore _lake = new();

    Snapshots Snapshots => new(_lake);

    [Fact]
    public async Task A_pin_before_the_deletion_brings_the_snapshot_back()
    {
        await FillAsync();
        var hooked = new HookedStore(_lake) { Deleting = key => key == LakeKeys.Snapshot(Old) ? Snapshots.PinAsync(Old, default) : null };

        var result = await new MaintainedLake(_lake, new(), hooked).MaintainAsync();

        Assert.Equal(1, result.Left);
        Assert.Equal((Old, true), ((await Snapshots.PointerAsync(default))!.Snapshot, (await Snapshots.PointerAsync(default))!.Pinned));
        Assert.Equal(Old, (await Snapshots.CurrentAsync(default))!.Id);
    }

    [Fact]
    public async Task A_pin_before_the_plan_keeps_the_snapshot_and_its_models()
    {
        await FillAsync();
        await Snapshots.PinAsync(Old, default);

        var result = await new MaintainedLake(_lake, new()).MaintainAsync();

        Assert.Equal((0L, 0L), (result.Objects, result.Left));
        Assert.NotNull(await _lake.StatAsync(s_model, default));
    }

    [Fact]
    public async Task A_pin_after_the_plan_keeps_the_snapshot_and_its_models()
    {
        await FillAsync();
        var step = 0;

        // The first call is before the plan, the second one after it.
        var result = await new MaintainedLake(_lake, new()).MaintainAsync(async () =>
        {
            if (++step == 2)
                await Snapshots.PinAsync(Old, default);
        });

        Assert.Equal((0L, 2L), (result.Objects, result.Left));
        Assert.Equal(Old, (await Snapshots.CurrentAsync(default))!.Id);
        Assert.NotNull(await _lake.StatAsync(s_model, default));
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
        await ShownSnapshot.ShowAsync(
            _lake, Old, new Dictionary<string, ModelVersion> { ["sums"] = new(Old, "", [], [s_model], 1, 1, 0) });
        await ShownSnapshot.ShowAsync(_lake, New, new Dictionary<string, ModelVersion>());
        _lake.Put(s_model, [1]);
    }
}
