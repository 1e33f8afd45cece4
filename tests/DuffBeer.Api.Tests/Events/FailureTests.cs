using System.Diagnostics;
using System.Net;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Core.Failures;

namespace DuffBeer.Api.Tests.Events;

/// <summary>EventBridge repeats 429 and 5xx, so trouble of ours must be one of them. It never repeats another 4xx.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    static readonly ProblemCode[] s_ofTheEvent =
    [
        ProblemCode.BadRequest, ProblemCode.UnknownDataset, ProblemCode.SourceMissing, ProblemCode.SourceChanged, ProblemCode.NotFound,
    ];

    readonly ApiOptions _options = new();
    Server _server = null!;
    WebhookHost _host = null!;

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync();
        _host = await WebhookHost.StartAsync(_server, _options);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Every_failure_that_may_come_out_of_the_intake_has_its_status()
    {
        var (wrong, sent) = (new List<string>(), 0);
        foreach (var failure in Failures())
        {
            foreach (var where in (string[])["landing", "lake", "queue"])
            {
                // A new object each time: a run that was recorded before its start failed would only be resumed.
                var body = _host.Put($"duff/orders/{++sent}.csv");
                Fail(where, failure);
                var answer = await _host.SendAsync(body);
                var (status, isTold) = (StatusOf(failure), answer.Header("Retry-After").Length > 0);
                if (answer.Status != status || isTold != status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
                    wrong.Add($"{where}: {failure.GetType().Name} {failure.Message} gives {(int)answer.Status} {answer.Text}");
            }
        }

        Assert.Empty(wrong);
        Fail("none", new IOException());
        Assert.Empty(_host.Started);
        Assert.Equal(HttpStatusCode.Accepted, (await _host.SendAsync(_host.Put("duff/orders/1.csv"))).Status);
        Assert.Single(_host.Started);
    }

    [Fact]
    public async Task A_full_queue_is_429()
    {
        _host.HasRoom = false;

        var answer = await _host.SendAsync(_host.Put());

        Assert.Equal("Overloaded", answer.Problem(HttpStatusCode.TooManyRequests));
        Assert.Equal("2", answer.Header("Retry-After"));
    }

    [Fact]
    public async Task A_host_that_stops_does_not_call_an_event_queued_that_it_has_not_stored()
    {
        using var stopped = new CancellationTokenSource();
        await using var host = await WebhookHost.StartAsync(_server, new() { Stopping = stopped.Token });
        await stopped.CancelAsync();

        (await host.SendAsync(host.Put())).Problem(HttpStatusCode.ServiceUnavailable);
        Assert.Empty(host.Started);
    }

    [Fact]
    public async Task A_thousand_events_are_answered_although_no_run_can_be_recorded_yet()
    {
        var gate = new TaskCompletionSource();
        _host.Landing = () => gate.Task;
        var body = $"[{string.Join(',', Enumerable.Repeat(_host.Put(), 1_000))}]";

        var started = Stopwatch.GetTimestamp();
        var answer = await _host.SendAsync(body).WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.InRange(Stopwatch.GetElapsedTime(started), _options.EventPatience * 0.9, TimeSpan.FromSeconds(5));
        Assert.All(
            answer.Json.GetProperty("events").EnumerateArray(), item => Assert.Equal("Queued", item.GetProperty("outcome").GetString()));
        Assert.Single(await _server.Runtime.Core.Pending.ListAsync(default).ToListAsync());

        gate.SetResult();
        while (await _server.Runtime.Core.Pending.ListAsync(default).AnyAsync())
            await Task.Delay(20);
        Assert.Single(_host.Started);
    }

    [Fact]
    public async Task A_lake_that_does_not_store_the_events_in_time_is_503()
    {
        await using var host = await WebhookHost.StartAsync(
            _server, new() { EventPatience = TimeSpan.Zero, QueuePatience = TimeSpan.FromMilliseconds(50) });
        var gate = new TaskCompletionSource();
        (host.Landing, host.Lake) = (() => gate.Task, () => gate.Task);

        Assert.Equal("StoreUnavailable", (await host.SendAsync(host.Put())).Problem(HttpStatusCode.ServiceUnavailable));
        gate.SetResult();
    }

    static IEnumerable<Exception> Failures() =>
    [
        .. from code in Enum.GetValues<ProblemCode>()
           from failure in new Exception[]
           {
               new TransientException(code, $"transient {code}"), new TerminalException(code, $"terminal {code}"),
           }
           select failure,
        new OperationCanceledException(),
        new TaskCanceledException(),
        new TimeoutException(),
        new IOException(),
        new UnauthorizedAccessException(),
        new HttpRequestException("no answer"),
        new InvalidOperationException("a defect"),
        new System.Text.Json.JsonException("a garbled document"),
    ];

    static HttpStatusCode StatusOf(Exception failure) => failure switch
    {
        TerminalException told when s_ofTheEvent.Contains(told.Code) => HttpStatusCode.OK,
        RunException { Code: ProblemCode.Overloaded } => HttpStatusCode.TooManyRequests,
        _ => HttpStatusCode.ServiceUnavailable,
    };

    void Fail(string where, Exception failure)
    {
        Task Throw() => Task.FromException(failure);
        Task Pass() => Task.CompletedTask;
        (_host.Landing, _host.Lake, _host.Starts) =
            (where == "landing" ? Throw : Pass, where == "lake" ? Throw : Pass, where == "queue" ? Throw : Pass);
    }
}
