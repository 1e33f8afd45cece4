using System.Text.Json;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.Orchestration;

/// <summary>A call whose result the orchestration does not have yet.</summary>
/// <param name="Work">Makes the call and returns its value; a <see cref="TerminalException"/> is a result too.</param>
sealed record PendingCall(CallId Id, string Call, string InputHash, Func<CancellationToken, Task<JsonElement>> Work)
{
    static readonly JsonElement s_null = JsonDocument.Parse("null").RootElement;

    // Continuations run inside SetResult, on the pump; on the thread pool their order would be random.
    readonly TaskCompletionSource<JsonElement> _result = new();

    public Task<JsonElement> Result => _result.Task;

    public void Settle(CallEnded ended)
    {
        if (ended.Problem is { } problem)
            _result.SetException(problem.ToException());
        else
            _result.SetResult(ended.Value ?? s_null);
    }
}
