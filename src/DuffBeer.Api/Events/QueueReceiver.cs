using DuffBeer.Api.Http;
using DuffBeer.Core.Ports;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Api.Events;

/// <summary>Takes events of a queue as the webhook takes those of a request, and deletes a message once they are recorded.</summary>
/// <remarks>
/// What cannot be recorded now is delivered again, and so is a message that is no event, until the queue moves it to its dead letters. A
/// repeated event finds its run.
/// </remarks>
sealed class QueueReceiver(IQueuedEvents queue, EventIntake intake, TimeProvider time, ILogger log)
{
    const int MostRemembered = 10_000;

    static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(20);
    static readonly TimeSpan s_shortestWait = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    /// <summary>Messages that are no events and were logged.</summary>
    readonly HashSet<string> _logged = new(StringComparer.Ordinal);

    /// <param name="duration">It takes no message that may arrive later; null: until it is cancelled.</param>
    public async Task RunAsync(TimeSpan? duration, CancellationToken cancellationToken)
    {
        var (begun, pause) = (time.GetTimestamp(), s_firstPause);
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = duration is { } end ? Shorter(s_longestWait, end - time.GetElapsedTime(begun)) : s_longestWait;
            if (wait < s_shortestWait)
                return;
            try
            {
                var messages = await queue.ReceiveAsync(TimeSpan.FromSeconds(Math.Floor(wait.TotalSeconds)), cancellationToken);
                if (await TakeAsync(messages, cancellationToken))
                {
                    pause = s_firstPause;
                    continue;
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                ApiLog.QueueFailed(log, failure, queue.Name, pause.TotalSeconds);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            await PauseAsync(pause, cancellationToken);
            pause = Shorter(pause * 2, s_longestPause);
        }
    }

    /// <summary>False if events could not be recorded now: then the receiver pauses.</summary>
    async Task<bool> TakeAsync(IReadOnlyList<QueuedMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0)
            return true;
        var taken = messages.Select(message => TakeAsync(message, cancellationToken)).ToList();
        var all = Task.WhenAll(taken);
        while (await Task.WhenAny(all, Task.Delay(queue.Visibility / 2, time, cancellationToken)) != all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await queue.ExtendAsync([.. messages.Where((_, index) => !taken[index].IsCompleted)], cancellationToken);
        }

        var outcomes = await all;
        var recorded = messages.Where((_, index) => outcomes[index] == Outcome.Recorded).ToList();
        // Also when the host stops: these events would only be delivered again.
        if (recorded.Count > 0)
            await queue.DeleteAsync(recorded, CancellationToken.None);
        return !outcomes.Contains(Outcome.Later);
    }

    async Task<Outcome> TakeAsync(QueuedMessage message, CancellationToken cancellationToken)
    {
        IReadOnlyList<S3Event> events;
        try
        {
            events = S3Events.Read(message.Body);
        }
        catch (ApiException malformed)
        {
            if (_logged.Count < MostRemembered && _logged.Add(message.Id))
                ApiLog.NoEvent(log, message.Id, queue.Name, malformed.Problem.Detail);
            return Outcome.NoEvent;
        }

        try
        {
            await intake.TakeAsync(events, cancellationToken);
            return Outcome.Recorded;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            ApiLog.MessageLeft(log, failure, message.Id, queue.Name, message.Deliveries);
            return Outcome.Later;
        }
    }

    async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            // Several receivers must not return all at once.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    enum Outcome { Recorded, Later, NoEvent }
}
