using DuffBeer.Api.Http;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Intake;
using Microsoft.Extensions.Logging;

namespace DuffBeer.Api.Events;

/// <summary>Records the runs of events: several at a time, and those that take longer than a caller waits in the background.</summary>
/// <remarks>
/// Events that are still waiting when the request is answered are stored in the lake first, so none is lost if the process dies: recovery
/// takes them. Events of one key are taken in their order.
/// </remarks>
sealed class EventIntake(ObjectIntake intake, PendingNotices pending, RunViews views, ApiOptions options, TimeProvider time, ILogger log)
    : IDisposable
{
    const int AtATime = 32;
    const int MostWaiting = 10_000;

    static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    static readonly ReceiptAnswer s_queued = new(ReceiptKind.Queued, null, null, null);

    readonly SemaphoreSlim _turns = new(AtATime);
    int _waiting;

    /// <summary>One answer per event, in their order; at the latest after <see cref="ApiOptions.EventPatience"/>.</summary>
    public async Task<IReadOnlyList<ReceiptAnswer>> TakeAsync(IReadOnlyList<S3Event> events, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _waiting) + events.Count > MostWaiting)
            throw new TransientException(ProblemCode.Overloaded, "Too many events are waiting. Try again in a few seconds.");

        // Runs of events that came together are started together; a single event waits for no other.
        var (taking, begun) = (intake, (StartsTogether?)null);
        if (events.Count > 1)
            (taking, begun) = intake.Together();
        var last = new Dictionary<string, Task<ReceiptAnswer>>(StringComparer.Ordinal);
        var answers = new List<Task<ReceiptAnswer>>();
        foreach (var item in events)
        {
            var answer = item.Notice is { } notice
                ? last[notice.Key] = AfterAsync(last.GetValueOrDefault(notice.Key), notice, taking)
                : Task.FromResult(new ReceiptAnswer(ReceiptKind.Ignored, null, null, item.Ignored));
            answers.Add(answer);
        }

        var all = Task.WhenAll(answers);
        await Task.WhenAny(all, Task.Delay(options.EventPatience, time, cancellationToken));
        var isLeft = answers.Select(answer => !answer.IsCompleted).ToList();
        if (begun is not null)
            await begun.FlushAsync(cancellationToken);
        // Only what is in the lake may be called queued: what failed, or was cancelled because the host stops, is not.
        if (answers.Where((answer, index) => !isLeft[index]).FirstOrDefault(answer => !answer.IsCompletedSuccessfully) is { } failed)
            await failed;
        if (isLeft.Contains(true))
            await QueueInTimeAsync([.. events.Zip(answers).Where((_, index) => isLeft[index])], begun, cancellationToken);
        return [.. answers.Select((answer, index) => isLeft[index] ? s_queued : answer.Result)];
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>A lake that does not answer in time is a failure: the caller sends the events again.</summary>
    async Task QueueInTimeAsync(
        IReadOnlyList<(S3Event Event, Task<ReceiptAnswer> Answer)> left, StartsTogether? begun, CancellationToken cancellationToken)
    {
        try
        {
            await QueueAsync(left, begun, options.Stopping).WaitAsync(options.QueuePatience, time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new TransientException(
                ProblemCode.StoreUnavailable, "The lake did not store the events in time. Send them again in a few seconds.", late);
        }
    }

    async Task QueueAsync(
        IReadOnlyList<(S3Event Event, Task<ReceiptAnswer> Answer)> left, StartsTogether? begun, CancellationToken cancellationToken)
    {
        var batch = await pending.AddAsync([.. left.Select(pair => pair.Event.Notice!)], cancellationToken);
        _ = Task.Run(() => FinishAsync(batch, left, begun), CancellationToken.None);
    }

    /// <summary>Removes the batch once each of its events has been taken; what a stop interrupts stays for recovery.</summary>
    async Task FinishAsync(string batch, IReadOnlyList<(S3Event Event, Task<ReceiptAnswer> Answer)> left, StartsTogether? begun)
    {
        try
        {
            foreach (var (item, answer) in left)
                await TakenAsync(item.Notice!, answer);
            if (begun is not null)
                await begun.FlushAsync(options.Stopping);
            await pending.RemoveAsync(batch, options.Stopping);
        }
        catch (Exception failure) when (!options.Stopping.IsCancellationRequested)
        {
            ApiLog.EventsLeft(log, failure, left.Count);
        }
        catch (Exception) when (options.Stopping.IsCancellationRequested)
        {
        }
    }

    /// <summary>Tries until the stores and the queue have room for the event.</summary>
    async Task TakenAsync(ObjectNotice notice, Task<ReceiptAnswer> first)
    {
        for (var answer = first; ; answer = AfterAsync(null, notice, intake))
        {
            try
            {
                await answer;
                return;
            }
            catch (TransientException)
            {
                await Task.Delay(s_pause, time, options.Stopping);
            }
        }
    }

    async Task<ReceiptAnswer> AfterAsync(Task<ReceiptAnswer>? before, ObjectNotice notice, ObjectIntake taking)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            if (before is not null)
                await before.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await _turns.WaitAsync(options.Stopping);
            try
            {
                // A store in a folder answers synchronously; the caller must not wait for it.
                await Task.Yield();
                return await TakeAsync(notice, taking, options.Stopping);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>A failure of the event's own is not reported as an error: the caller would only retry.</summary>
    async Task<ReceiptAnswer> TakeAsync(ObjectNotice notice, ObjectIntake taking, CancellationToken cancellationToken)
    {
        try
        {
            return views.ReceiptOf(await taking.NoticeAsync(notice, cancellationToken));
        }
        catch (TerminalException failure) when (ObjectIntake.IsOfNotice(failure))
        {
            return new(ReceiptKind.Ignored, null, null, failure.Message);
        }
    }
}
