using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>Runs attempts as Durable Functions does: a command affects the next activity, not the current one.</summary>
/// <param name="history">
/// Results of the first attempt's inspection and chunk from before the test begins; null if they are part of it.
/// </param>
sealed class Hub(World world, ChunkHistory? history)
{
    enum State { Running, Suspended, Terminated, Ended }

    sealed class Instance(Actor actor)
    {
        public Actor Actor => actor;
        public State State { get; set; }
        public int Calls { get; set; }
    }

    readonly SortedDictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    public string StateText => string.Join(' ', _instances.Select(instance => $"{instance.Key}={StateOf(instance.Value)}"));

    /// <summary>One actor's view of the hub.</summary>
    public IRunOrchestrator For(Actor actor) => new Client(this, actor);

    bool IsActive(string id) => _instances.TryGetValue(id, out var instance) && StateOf(instance) is State.Running or State.Suspended;

    static State StateOf(Instance instance) => instance.Actor.HasEnded ? State.Ended : instance.State;

    /// <summary>Starts an attempt unless it is under way.</summary>
    public void Start(string run, int attempt)
    {
        var id = IngestFile.InstanceOf(run, attempt);
        if (IsActive(id))
            return;
        Instance? instance = null;
        var actor = world.Add($"run a{attempt}", killable: true);
        _instances[id] = instance = new(actor);
        actor.Begin(
            () => world.StepsOf(actor).RunAsync(
                new(run, attempt), call: () => CallAsync(instance), history: attempt == 1 ? history : null));
    }

    // An instance that was ended during an activity ignores its result.
    static async Task CallAsync(Instance instance)
    {
        // The activities' results are equal in every order, and their history does not affect what follows.
        instance.Actor.Forget($"call {++instance.Calls}");
        if (instance.State == State.Suspended)
            await instance.Actor.WaitAsync("wait until resumed", () => instance.State != State.Suspended);
        if (instance.State == State.Terminated)
            throw new OperationCanceledException("The instance was terminated.");
    }

    sealed class Client(Hub hub, Actor actor) : IRunOrchestrator
    {
        public Task<bool> HasRoomAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public async Task<bool> IsActiveAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            await actor.StepAsync("ask the hub");
            var isActive = hub.IsActive(IngestFile.InstanceOf(run, attempt));
            actor.Saw($"{isActive}");
            return isActive;
        }

        public async Task<bool> IsIdleAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            await actor.StepAsync("ask the hub");
            var id = IngestFile.InstanceOf(run, attempt);
            var isIdle = !hub._instances.TryGetValue(id, out var instance) || instance.Actor.HasEnded;
            actor.Saw($"{isIdle}");
            return isIdle;
        }

        public async Task StartAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            await actor.StepAsync("start the instance");
            hub.Start(run, attempt);
        }

        public Task TerminateAsync(string run, int attempt, CancellationToken cancellationToken) =>
            SetAsync(run, attempt, State.Terminated);

        public Task SuspendAsync(string run, int attempt, CancellationToken cancellationToken) => SetAsync(run, attempt, State.Suspended);

        public async Task ResumeAsync(string run, int attempt, CancellationToken cancellationToken)
        {
            await SetAsync(run, attempt, State.Running);
            if (!hub.IsActive(IngestFile.InstanceOf(run, attempt)))
                hub.Start(run, attempt);
        }

        async Task SetAsync(string run, int attempt, State state)
        {
            await actor.StepAsync($"{state} the instance");
            if (hub._instances.TryGetValue(IngestFile.InstanceOf(run, attempt), out var instance) && instance.State != State.Terminated)
                instance.State = state;
        }
    }
}
