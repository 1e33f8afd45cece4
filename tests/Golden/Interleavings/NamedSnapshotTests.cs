using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Product;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>
/// Refreshes, activations and drops at the same time, in every order of steps, by processes that die: readers see a whole snapshot, what
/// was decided is not lost without a word, and the same command finishes what was interrupted.
/// </summary>
public sealed class NamedSnapshotTests(ITestOutputHelper output)
{
    const string Name = "tried";

    static readonly string s_shown = IdOf(hours: 4);
    static readonly string s_tried = IdOf(hours: 3);
    static readonly string s_again = IdOf(hours: 2);
    static readonly string s_next = IdOf(hours: 1);

    // Without models, a swap asks no engine: only the writes count here.
    static readonly ModelDefinitions s_definitions = new(ModelGraph.Of([], []), [], new([]), new Dictionary<string, DatasetContract>());

    [Fact]
    public Task An_activation_that_dies_at_any_of_its_steps_is_finished_by_the_same_command() => ExploreAsync(
        world => [world.Begin("activate", actor => ActivateAsync(world, actor), killable: true)],
        async world =>
        {
            var pointer = await ActivateAsync(world, Free);
            Assert.Equal(Shown(world).Id, pointer.Snapshot);
            Assert.Equal((s_tried, true), (Shown(world).BuiltAs, NameOf(world)!.IsGone));
            Assert.Equal("tried", Shown(world).Settings["from"]);
        },
        kills: 1,
        ends: 5);

    [Fact]
    public Task A_refresh_into_a_name_that_dies_at_any_of_its_steps_leaves_the_shown_snapshot_and_the_one_of_the_name() => ExploreAsync(
        world => [world.Begin("into", actor => SwapAsync(world, actor, s_again, Name), killable: true)],
        async world =>
        {
            Assert.Equal(s_shown, Shown(world).Id);
            Assert.NotNull(await SnapshotsOf(world, Free).FindAsync(Name, default));
            await SwapAsync(world, Free, s_again, Name);
            Assert.Equal(s_again, (await SnapshotsOf(world, Free).FindAsync(Name, default))!.Id);
        },
        kills: 1,
        ends: 3);

    [Fact]
    public Task Of_an_activation_and_a_refresh_at_the_same_time_one_is_shown_and_the_other_fails() => ExploreAsync(
        world =>
        [
            world.Begin("activate", actor => DoneAsync(world, actor, ActivateAsync(world, actor))),
            world.Begin("refresh", actor => DoneAsync(world, actor, SwapAsync(world, actor, s_next, into: null))),
        ],
        world =>
        {
            Assert.NotEqual(s_shown, Shown(world).Id);
            Assert.Equal([Shown(world).Id == s_next ? "done/refresh" : "done/activate"], DoneIn(world));
            return Task.CompletedTask;
        },
        ends: 2);

    [Fact]
    public Task An_activation_while_the_name_is_built_again_loses_neither_snapshot() => ExploreAsync(
        world =>
        [
            world.Begin("activate", actor => DoneAsync(world, actor, ActivateAsync(world, actor))),
            world.Begin("into", actor => DoneAsync(world, actor, SwapAsync(world, actor, s_again, Name))),
        ],
        world =>
        {
            var shown = Shown(world);
            Assert.Equal(shown.BuiltAs is null ? ["done/into"] : ["done/activate", "done/into"], DoneIn(world));
            // What is not shown is still there under its name.
            if (shown.BuiltAs != s_again)
                Assert.Equal((s_again, false), (NameOf(world)!.Snapshot, NameOf(world)!.IsGone));
            return Task.CompletedTask;
        },
        ends: 2);

    [Fact]
    public Task A_late_copy_of_a_finished_refresh_does_not_bring_a_dropped_name_back() => ExploreAsync(
        world =>
        [
            world.Begin("drop", actor => NamedOf(world, actor).DropAsync(Name, default)),
            world.Begin("late copy", actor => SwapAsync(world, actor, s_tried, Name)),
        ],
        world =>
        {
            Assert.Equal((s_shown, true), (Shown(world).Id, NameOf(world)!.IsGone));
            return Task.CompletedTask;
        });

    async Task ExploreAsync(Func<World, Actor[]> begin, Func<World, Task> judge, int kills = 0, int ends = 1)
    {
        var objects = Objects();
        var explored = await Task.Run(() => Explorer.Explore(
            () =>
            {
                var world = new World(objects, kills);
                begin(world);
                return world;
            },
            // At every moment readers find all of the snapshot that they are pointed to.
            world => Shown(world),
            judge));
        output.WriteLine($"{explored}");
        Assert.InRange(explored.Ends, ends, int.MaxValue);
    }

    /// <summary>A shown snapshot, one beside it with a name, and the plans of two refreshes on the shown one.</summary>
    static ImmutableSortedDictionary<string, SharedStore.Stored> Objects()
    {
        var store = new SharedStore(SharedStore.Empty);
        var json = SnapshotJson.Default;
        Put(LakeKeys.CurrentSnapshot, new(s_shown, Home.Now), json.SnapshotPointer);
        Put(LakeKeys.Snapshot(s_shown), SnapshotOf(s_shown, "shown"), json.Snapshot);
        Put(LakeKeys.SnapshotBeside(s_tried), SnapshotOf(s_tried, "tried"), json.Snapshot);
        Put(LakeKeys.NamedSnapshot(Name), new(Name, s_tried, s_shown, Home.Now), json.NamedSnapshot);
        foreach (var id in (string[])[s_tried, s_again, s_next])
            Put(LakeKeys.RefreshPlan(id), PlanOf(id), json.RefreshPlan);
        return store.Objects;

        void Put<T>(string key, T document, JsonTypeInfo<T> type) => store.Put(key, JsonSerializer.SerializeToUtf8Bytes(document, type));
    }

    static Snapshot SnapshotOf(string id, string from) => new(
        id, Home.Now, new Dictionary<string, DateOnly>(), new Dictionary<string, string> { ["from"] = from },
        new Dictionary<string, ModelVersion>(), new Dictionary<string, DatasetVersion>());

    static RefreshPlan PlanOf(string id) => new(
        id, s_shown, new Dictionary<string, string>(), new Dictionary<string, DatasetVersion>(),
        new Dictionary<string, string>(), new([], []));

    /// <summary>Records the success in the store: what an actor came to is part of the state that is explored.</summary>
    static async Task DoneAsync(World world, Actor actor, Task work)
    {
        await work;
        world.Store.Put($"done/{actor.Name}", []);
    }

    static IEnumerable<string> DoneIn(World world) =>
        world.Store.Objects.Keys.Where(key => key.StartsWith("done/", StringComparison.Ordinal));

    static Actor Free => new("free") { IsFree = true };

    static Snapshots SnapshotsOf(World world, Actor actor) => new(world.Store.For(actor), World.Time);

    static NamedSnapshots NamedOf(World world, Actor actor) => new(world.Store.For(actor), SnapshotsOf(world, actor), World.Time);

    static Task<SnapshotPointer> ActivateAsync(World world, Actor actor) => NamedOf(world, actor).ActivateAsync(Name, asIs: false, default);

    static Task<bool> SwapAsync(World world, Actor actor, string snapshot, string? into)
    {
        var snapshots = SnapshotsOf(world, actor);
        var swap = new SwapSnapshot(
            new(world.Store.For(actor), snapshots, s_definitions), snapshots, NamedOf(world, actor), null!, s_definitions, World.Time);
        return swap.RunAsync(new(snapshot, [], new Dictionary<string, string>()) { Into = into }, default);
    }

    static Snapshot Shown(World world)
    {
        var pointer = Read(world, LakeKeys.CurrentSnapshot, SnapshotJson.Default.SnapshotPointer)!;
        var shown = Read(world, LakeKeys.Snapshot(pointer.Snapshot), SnapshotJson.Default.Snapshot);
        Assert.True(shown is not null, $"Readers are pointed to {pointer.Snapshot}, which is not there.");
        Assert.Equal(pointer.Snapshot, shown.Id);
        return shown;
    }

    static NamedSnapshot? NameOf(World world) => Read(world, LakeKeys.NamedSnapshot(Name), SnapshotJson.Default.NamedSnapshot);

    static T? Read<T>(World world, string key, JsonTypeInfo<T> type) where T : class =>
        world.Store.Objects.TryGetValue(key, out var stored) ? JsonSerializer.Deserialize(stored.Content, type) : null;

    static string IdOf(int hours) => TimeId.Of(Home.Now.AddHours(-hours));
}
