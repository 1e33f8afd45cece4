using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>Changes documents that have several writers: read, change, write if unchanged; again if another writer was faster.</summary>
public static class DocumentUpdates
{
    const int MostTries = 100;

    /// <summary>Failed conditions in a row, on an unchanged document, after which the store is said not to compare ETags.</summary>
    const int MostRefusals = 5;

    const int FirstPause = 20;

    /// <summary>Replaces the document by what <paramref name="next"/> makes of it, and returns the document in force.</summary>
    /// <param name="next">Gets null if there is no document; returns null, or the same instance, to change nothing.</param>
    /// <param name="known">The document as the caller read it; null to read it here.</param>
    /// <exception cref="TransientException"><c>StoreUnavailable</c> if other writers were always faster.</exception>
    /// <exception cref="TerminalException"><c>StoreUnavailable</c> if the store refuses writes to an unchanged document.</exception>
    public static Task<T?> UpdateAsync<T>(
        this IObjectStore store, string key, JsonTypeInfo<T> type, Func<T?, T?> next, TimeProvider time,
        CancellationToken cancellationToken, Document<T>? known = null) where T : class =>
        store.UpdateAsync(key, type, document => Task.FromResult(next(document)), time, cancellationToken, known);

    /// <inheritdoc cref="UpdateAsync{T}(IObjectStore, string, JsonTypeInfo{T}, Func{T, T}, TimeProvider, CancellationToken, Document{T})"/>
    public static async Task<T?> UpdateAsync<T>(
        this IObjectStore store, string key, JsonTypeInfo<T> type, Func<T?, Task<T?>> next, TimeProvider time,
        CancellationToken cancellationToken, Document<T>? known = null) where T : class
    {
        string? refused = null;
        var refusals = 0;
        for (var tries = 1; ; tries++)
        {
            var current = known ?? await store.ReadAsync(key, type, cancellationToken);
            known = null;
            if (await next(current?.Value) is not { } changed || ReferenceEquals(changed, current?.Value))
                return current?.Value;

            var etag = current?.ETag ?? "";
            refusals = etag == refused ? refusals + 1 : 0;
            if (refusals == MostRefusals)
                throw new TerminalException(ProblemCode.StoreUnavailable, Unchanged(key, current?.ETag));

            var condition = current is null ? WriteCondition.IfAbsent : WriteCondition.IfMatch(etag);
            if (await store.WriteAsync(key, changed, type, condition, cancellationToken))
                return changed;
            if (tries == MostTries)
                throw new TransientException(
                    ProblemCode.StoreUnavailable,
                    $"{key} was changed by other writers before each of {MostTries} conditional writes. Try again when fewer of them run.");
            refused = etag;
            await Pause.AfterAsync(tries, FirstPause, time, cancellationToken);
        }
    }

    static string Unchanged(string key, string? etag) => etag is null
        ? $"The store refused {MostRefusals} times to create {key} only if it is absent, although it is absent. "
            + "'duffbeer check --store' shows what the store lacks."
        : $"The store refused {MostRefusals} times to replace {key} only if its ETag is {etag}, although it is. "
            + "'duffbeer check --store' shows what the store lacks.";
}
