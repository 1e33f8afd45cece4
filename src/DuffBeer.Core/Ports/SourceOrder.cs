namespace DuffBeer.Core.Ports;

/// <summary>The order of runs, which decides whose row of a key is the latest: source time, then source key, then run.</summary>
/// <remarks>Texts are ordered by code points, as engines order them and as S3 lists keys.</remarks>
public static class SourceOrder
{
    const char FirstSurrogate = '\uD800';
    const char AfterSurrogates = '\uE000';

    /// <summary>Orders texts by code points.</summary>
    public static IComparer<string> Texts { get; } = Comparer<string>.Create(Compare);

    public static int Compare(RelationRun one, RelationRun other) =>
        one.SourceTime.CompareTo(other.SourceTime) is var byTime and not 0 ? byTime
        : Compare(one.SourceKey, other.SourceKey) is var byKey and not 0 ? byKey
        : Compare(one.RunId, other.RunId);

    static int Compare(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        return same == one.Length || same == other.Length
            ? one.Length.CompareTo(other.Length)
            : Rank(one[same]).CompareTo(Rank(other[same]));
    }

    /// <summary>UTF-16 has surrogates, of which code points above all others are made, before other units.</summary>
    static int Rank(char unit) => unit switch
    {
        < FirstSurrogate => unit,
        < AfterSurrogates => unit + char.MaxValue,
        _ => unit,
    };
}
