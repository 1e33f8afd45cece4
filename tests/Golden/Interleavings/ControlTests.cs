using System.Collections.Immutable;
using System.Text.Json;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>
/// Operations on a run while it works, in every order of steps: no row is
/// lost, no run comes back to life, and record, manifest and parts agree.
/// </summary>
public sealed class ControlTests(ITestOutputHelper output)
{
    static readonly Lazy<Task<Story>> s_begun = new(() => PrepareAsync(isTransformed: false));
    static readonly Lazy<Task<Story>> s_transformed = new(() => PrepareAsync(isTransformed: true));

    sealed record Story(ImmutableSortedDictionary<string, SharedStore.Stored> Objects, string Run, ChunkHistory? History);

    [Fact]
    public Task Terminate_from_the_first_step_on() => ExploreAsync(
        (world, run) => world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default)), s_begun);

    [Fact]
    public Task Terminate_by_a_process_that_dies_at_any_of_its_steps() => ExploreAsync(
        (world, run) => world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default), killable: true), kills: 1);

    [Fact]
    public Task Terminate_then_replay() => ExploreAsync((world, run) => world.Begin("terminate, replay", async actor =>
    {
        await world.ControlOf(actor).TerminateAsync(run, default);
        actor.Forget("terminated");
        await world.ControlOf(actor).ReplayAsync(run, default);
    }));

    [Fact]
    public Task Suspend_then_resume() => ExploreAsync((world, run) => world.Begin("suspend, resume", async actor =>
    {
        await world.ControlOf(actor).SuspendAsync(run, default);
        actor.Forget("suspended");
        await world.ControlOf(actor).ResumeAsync(run, default);
    }));

    [Fact]
    public Task Suspend_then_resume_by_a_process_that_dies_at_any_of_its_steps() => ExploreAsync(
        (world, run) => world.Begin(
            "suspend, resume",
            async actor =>
            {
                await world.ControlOf(actor).SuspendAsync(run, default);
                actor.Forget("suspended");
                await world.ControlOf(actor).ResumeAsync(run, default);
            },
            killable: true),
        kills: 1);

    [Fact]
    public Task Resume_a_run_that_is_not_suspended() => ExploreAsync(
        (world, run) => world.Begin("resume", actor => world.ControlOf(actor).ResumeAsync(run, default)));

    [Fact]
    public Task Suspend_twice_then_resume_twice() => ExploreAsync((world, run) => world.Begin("suspend, resume", async actor =>
    {
        await world.ControlOf(actor).SuspendAsync(run, default);
        actor.Forget("suspended");
        await world.ControlOf(actor).SuspendAsync(run, default);
        actor.Forget("suspended again");
        await world.ControlOf(actor).ResumeAsync(run, default);
        actor.Forget("resumed");
        await world.ControlOf(actor).ResumeAsync(run, default);
    }));

    [Fact]
    public Task Suspend_and_terminate_at_the_same_time() => ExploreAsync((world, run) =>
    {
        world.Begin("suspend", actor => world.ControlOf(actor).SuspendAsync(run, default));
        world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default));
    });

    [Fact]
    public Task Terminate_while_a_late_copy_of_the_judgement_works() => ExploreAsync((world, run) =>
    {
        world.Begin("late copy", actor => world.StepsOf(actor).Judge.RunAsync(new(run, 1), default));
        world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default));
    });

    [Fact]
    public Task Terminate_while_a_late_copy_of_the_publication_works() => ExploreAsync((world, run) =>
    {
        world.Begin("late copy", actor => world.StepsOf(actor).Publish.RunAsync(new(run, 1), default));
        world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default));
    });

    [Fact]
    public Task Retire_while_a_late_copy_of_the_publication_works() => ExploreAsync((world, run) =>
    {
        world.Begin("late copy", actor => world.StepsOf(actor).Publish.RunAsync(new(run, 1), default));
        world.Begin("retire", actor => world.RetirementOf(actor).RetireAsync(run, default));
    });

    [Fact]
    public Task Retire_then_replay() => ExploreAsync((world, run) => world.Begin("retire, replay", async actor =>
    {
        await world.RetirementOf(actor).RetireAsync(run, default);
        actor.Forget("retired");
        await world.ControlOf(actor).ReplayAsync(run, default);
    }));

    [Fact]
    public Task Retire_by_a_process_that_dies_at_any_of_its_steps() => ExploreAsync(
        (world, run) => world.Begin("retire", actor => world.RetirementOf(actor).RetireAsync(run, default), killable: true), kills: 1);

    [Fact]
    public Task Recovery_while_a_run_is_being_terminated() => ExploreAsync((world, run) =>
    {
        world.Begin("recovery", actor => world.RecoveryOf(actor).ResumeAsync(default));
        world.Begin("terminate", actor => world.ControlOf(actor).TerminateAsync(run, default));
    });

    async Task ExploreAsync(Action<World, string> add, Lazy<Task<Story>>? from = null, int kills = 0)
    {
        var (objects, run, history) = await (from ?? s_transformed).Value;
        // Away from the context of xunit, whose few threads other tests keep busy: a step would wait for one of them.
        var explored = await Task.Run(() => Explorer.Explore(
            () =>
            {
                var world = new World(objects, kills, history);
                world.Hub.Start(run, 1);
                add(world, run);
                return world;
            },
            Truth.Watch,
            world => Truth.JudgeAsync(world, run)));
        output.WriteLine($"{explored}");
    }

    /// <summary>A run of a file with twelve rows: new, or with its chunk transformed.</summary>
    static async Task<Story> PrepareAsync(bool isTransformed)
    {
        var world = new World(SharedStore.Empty);
        var source = world.Store.Put(World.Key, Csv.Bytes(Csv.Header + Csv.Rows(12)));
        // All runs are marked. Recovery would mark those of an earlier version on several threads, whose steps have no order.
        world.Store.Put(LakeKeys.RunsByStateFrom, JsonSerializer.SerializeToUtf8Bytes(new MarkedRuns(""), RunJson.Default.MarkedRuns));
        var steps = world.StepsOf(new("prepare") { IsFree = true });
        var run = await steps.StartAsync(source);
        var history = isTransformed
            ? new ChunkHistory(
                await steps.Inspect.RunAsync(run, default), await steps.Transform.RunAsync(new(run.RunId, run.Attempt, 0), default))
            : null;
        return new(world.Store.Objects, run.RunId, history);
    }
}
