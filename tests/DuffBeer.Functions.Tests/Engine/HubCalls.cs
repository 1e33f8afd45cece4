using Grpc.Core;
using Grpc.Core.Interceptors;

namespace DuffBeer.Functions.Tests.Engine;

/// <summary>Calls of the durable client, in order. One of them can be made to wait for other work.</summary>
sealed class HubCalls : Interceptor
{
    readonly Lock _lock = new();
    Func<Task>? _work;
    int _left;

    /// <summary>Does the work before the n-th call from now (1-based).</summary>
    public void Before(int call, Func<Task> work)
    {
        lock (_lock)
            (_left, _work) = (call, work);
    }

    /// <summary>Removes and returns the work, if the call has not come yet.</summary>
    public Func<Task>? Take()
    {
        lock (_lock)
        {
            var work = _work;
            _work = null;
            return work;
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request,
        ClientInterceptorContext<TRequest, TResponse> context,
        AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        if (Due() is not { } work)
            return continuation(request, context);
        var call = CallAsync();
        return new(
            AnswerAsync(),
            HeadersAsync(),
            () => call.IsCompletedSuccessfully ? call.Result.GetStatus() : Status.DefaultSuccess,
            () => call.IsCompletedSuccessfully ? call.Result.GetTrailers() : [],
            () => { });

        async Task<AsyncUnaryCall<TResponse>> CallAsync()
        {
            await work();
            return continuation(request, context);
        }

        async Task<TResponse> AnswerAsync() => await (await call).ResponseAsync;

        async Task<Metadata> HeadersAsync() => await (await call).ResponseHeadersAsync;
    }

    Func<Task>? Due()
    {
        lock (_lock)
            return _work is not null && --_left == 0 ? Take() : null;
    }
}
