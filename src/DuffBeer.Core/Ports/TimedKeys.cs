using System.Globalization;
using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Ports;

/// <summary>Keys that contain their time, in an order in which the newest comes last.</summary>
/// <param name="Format">
/// Of the time (UTC) behind the prefix, such as <c>yyyy'/'MM'/'dd'/'HHmmssfff</c>. Something more follows in every key.
/// </param>
public readonly record struct TimedKeys(string Prefix, string Format, bool IsShallow = false)
{
    /// <summary>What a store lists in one request.</summary>
    const int PageKeys = 1_000;

    static readonly TimeSpan s_firstSpan = TimeSpan.FromDays(1);
    static readonly TimeSpan s_smallestSpan = TimeSpan.FromMilliseconds(1);

    /// <summary>A key before all keys of this time, and behind those of earlier ones.</summary>
    public string At(DateTimeOffset time) => Prefix + time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Lists keys, newest first. What it asks of the store hardly depends on the number of older keys.</summary>
    /// <remarks>
    /// Stores list in ascending order only. So this lists the last day, then two days before it, four before those, and so on, and halves a
    /// span with more keys than a page.
    /// </remarks>
    /// <param name="before">Only keys before this one in ordinal order; null for all.</param>
    public async IAsyncEnumerable<string> NewestFirstAsync(
        IObjectStore store, string? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await KeysAsync(store, null, before, PageKeys, cancellationToken);
        if (all.Count < PageKeys)
        {
            foreach (var key in Enumerable.Reverse(all))
                yield return key;
            yield break;
        }

        var spans = new Stack<(DateTimeOffset From, DateTimeOffset To)>();
        var (from, length) = (before is null ? DateTimeOffset.UtcNow : TimeOf(before), s_firstSpan);
        // The clock that made the keys may be ahead of ours.
        spans.Push((from, DateTimeOffset.MaxValue));
        for (var isLast = false; ; length *= 2)
        {
            while (spans.TryPop(out var span))
            {
                var after = isLast && spans.Count == 0 ? null : At(span.From);
                var until = span.To == DateTimeOffset.MaxValue ? before : Earlier(At(span.To), before);
                var limit = span.To - span.From > s_smallestSpan ? PageKeys : int.MaxValue;
                var found = await KeysAsync(store, after, until, limit, cancellationToken);
                if (found.Count < limit)
                {
                    foreach (var key in Enumerable.Reverse(found))
                        yield return key;
                    continue;
                }

                var half = span.From + ((span.To - span.From) / 2);
                spans.Push((span.From, half));
                spans.Push((half, span.To));
            }

            if (isLast)
                yield break;
            var to = from;
            from = to.Ticks > length.Ticks ? to - length : DateTimeOffset.MinValue;
            isLast = from == DateTimeOffset.MinValue || string.CompareOrdinal(At(from), all[0]) <= 0;
            spans.Push((from, to));
        }
    }

    /// <summary>The time of a key; the present for a key without one.</summary>
    DateTimeOffset TimeOf(string key)
    {
        var length = At(default).Length - Prefix.Length;
        return key.Length >= Prefix.Length + length
            && DateTimeOffset.TryParseExact(
                key.AsSpan(Prefix.Length, length), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : DateTimeOffset.UtcNow;
    }

    static string Earlier(string key, string? other) => other is null || string.CompareOrdinal(key, other) < 0 ? key : other;

    async Task<List<string>> KeysAsync(IObjectStore store, string? after, string? before, int most, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        await foreach (var stat in store.ListAsync(new(Prefix, after, most, IsShallow), cancellationToken))
        {
            if (before is not null && string.CompareOrdinal(stat.Key, before) >= 0)
                break;
            keys.Add(stat.Key);
        }

        return keys;
    }
}
