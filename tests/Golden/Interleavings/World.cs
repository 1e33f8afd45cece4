using System.Collections.Immutable;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>One store, one hub and the actors that use them, created anew for every order of steps.</summary>
sealed class World
{
    public const string Key = "duff/orders/orders.csv";

    static readonly DatasetCatalog s_datasets = new([Contracts.DuffOrders]);
    static readonly IngestSettings s_settings = new() { Workers = 1 };

    readonly List<(Actor Actor, bool IsKillable)> _actors = [];
    int _kills;

    /// <param name="kills">Number of actors that may die, each at any of its steps.</param>
    public World(ImmutableSortedDictionary<string, SharedStore.Stored> objects, int kills = 0, ChunkHistory? history = null)
    {
        (Store, Hub, _kills) = (new(objects), new(this, history), kills);
    }

    public SharedStore Store { get; }

    public Hub Hub { get; }

    /// <summary>The state of the store that was watched last.</summary>
    public UInt128? Watched { get; set; }

    /// <summary>Every part that the manifest has ever named.</summary>
    public HashSet<string> EverNamed { get; } = [];

    public string State => $"{Store.Hash:x} {Hub.StateText} {_kills} {string.Join(' ', _actors.Select(entry => entry.Actor.State))}";

    /// <summary>The possible next events: an actor's step, or its death.</summary>
    public IReadOnlyList<Move> Moves =>
    [
        .. from index in Enumerable.Range(0, _actors.Count)
           where _actors[index].Actor.CanStep
           from isKill in _actors[index].IsKillable && _kills > 0 ? new[] { false, true } : [false]
           select new Move(index, isKill),
    ];

    /// <summary>Adds an actor that has not begun.</summary>
    public Actor Add(string name, bool killable = false)
    {
        var actor = new Actor(name);
        _actors.Add((actor, killable));
        return actor;
    }

    /// <summary>Adds an actor and runs it up to its first step.</summary>
    public Actor Begin(string name, Func<Actor, Task> work, bool killable = false)
    {
        var actor = Add(name, killable);
        actor.Begin(() => work(actor));
        return actor;
    }

    /// <summary>Performs the chosen event and returns its description.</summary>
    public string Take(Move move)
    {
        var actor = _actors[move.Actor].Actor;
        var told = move.IsKill ? $"{actor.Name}: dies before '{actor.Step}'" : $"{actor.Name}: {actor.Step}";
        if (move.IsKill)
        {
            actor.Kill();
            _kills--;
        }
        else
        {
            actor.Take();
        }

        return told;
    }

    /// <summary>Finishes all remaining work.</summary>
    public async Task RecoverAsync()
    {
        for (var round = 0; round < 5; round++)
        {
            await RecoveryOf(new("recovery") { IsFree = true }).RecoverAsync(default);
            if (Moves.Count == 0)
                return;
            while (Moves is [var move, ..])
            {
                Take(move with { IsKill = false });
                Truth.Watch(this);
            }
        }

        Assert.Fail("Recovery finds something to do for ever.");
    }

    /// <summary>A clock that stands still.</summary>
    public static TimeProvider Time => s_clock;

    public Steps StepsOf(Actor actor) => new(StoresOf(actor), Store.For(actor), Contracts.DuffOrders, s_settings, s_clock);

    public RunControl ControlOf(Actor actor) => RunsOf(actor).Control(Hub.For(actor));

    public RunRetirement RetirementOf(Actor actor) => RunsOf(actor).Retirement;

    public Recovery RecoveryOf(Actor actor) => RunsOf(actor).Recovery(Hub.For(actor));

    CoreRuns RunsOf(Actor actor) => new(StoresOf(actor), s_datasets, () => new NoEventPublisher(), new NoOpenTables(), s_clock);

    static readonly TimeProvider s_clock = new Clock();

    Stores StoresOf(Actor actor) => new(Store.For(actor), Store.For(actor), "landing");

    sealed class Clock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Home.Now;

        // A pause between two tries takes no time.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

/// <summary>An actor, by its index, and whether it dies instead of taking its next step.</summary>
readonly record struct Move(int Actor, bool IsKill);
