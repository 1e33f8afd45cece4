using System.Collections.Concurrent;
using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Orchestration;

namespace DuffBeer.Embedded.Tests.Orchestration;

/// <summary>Orchestrators over one journal folder, one after the other like restarted processes, and their recorded activities.</summary>
sealed class Workshop : IDisposable
{
    public const string Fingerprint = "v1";
    public static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    public static readonly ActivityName<int, int> Double = new("Double");
    public static readonly ActivityName<int, int> Triple = new("Triple");
    public static readonly ActivityName<string, string> Step = new("Step");

    readonly TemporaryFolder _folder = new();

    public string JournalFolder => _folder["journal"];
    public string[] JournalFiles => Directory.Exists(JournalFolder) ? Directory.GetFiles(JournalFolder) : [];
    public ConcurrentQueue<RunEvent> Events { get; } = new();
    public ConcurrentQueue<object> Executed { get; } = new();
    public TimeProvider Clock { get; set; } = new JumpingClock(Start);
    public int Parallelism { get; set; } = 4;

    /// <summary>What the activity Step does; default: returns its input.</summary>
    public Func<string, CancellationToken, Task<string>> OnStep { get; set; } = (input, _) => Task.FromResult(input);

    public Action<RunEvent> OnEvent { get; set; } = _ => { };

    public void Dispose() => _folder.Dispose();

    public JournalledOrchestrator Open()
    {
        var orchestrator = new JournalledOrchestrator(new(JournalFolder)
        {
            Json = JsonSerializerOptions.Default,
            Parallelism = Parallelism,
            Time = Clock,
            Random = new(1),
            Observer = new Observer(this),
        });
        orchestrator.Register(Double, new Activity<int, int>(this, (input, _) => Task.FromResult(2 * input)));
        orchestrator.Register(Triple, new Activity<int, int>(this, (input, _) => Task.FromResult(3 * input)));
        orchestrator.Register(Step, new Activity<string, string>(this, (input, cancellationToken) => OnStep(input, cancellationToken)));
        return orchestrator;
    }

    /// <summary>Runs the code as the orchestration of a new process; resumes a cancelled run.</summary>
    public async Task<Outcome<T>> RunAsync<T>(
        Func<IOrchestrationContext, Task<T>> orchestration, CancellationToken cancellationToken = default)
    {
        using var orchestrator = Open();
        var name = new OrchestrationName<string, T>("Flow");
        orchestrator.Register(name, (context, _) => orchestration(context));
        return await orchestrator.RunAsync(name, "run-1", Fingerprint, "", cancellationToken);
    }

    /// <summary>Runs until the activity Step is called with the input, then stops as Ctrl-C does.</summary>
    public async Task StopAtAsync<T>(string input, Func<IOrchestrationContext, Task<T>> orchestration)
    {
        using var stop = new CancellationTokenSource();
        var before = OnStep;
        OnStep = async (step, cancellationToken) =>
        {
            if (step != input)
                return await before(step, cancellationToken);
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "";
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(orchestration, stop.Token));
        OnStep = before;
    }

    sealed class Observer(Workshop workshop) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            workshop.Events.Enqueue(value);
            workshop.OnEvent(value);
        }
    }

    sealed class Activity<TInput, TOutput>(
        Workshop workshop, Func<TInput, CancellationToken, Task<TOutput>> run) : IActivity<TInput, TOutput>
    {
        public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken)
        {
            workshop.Executed.Enqueue(input!);
            return run(input, cancellationToken);
        }
    }
}
