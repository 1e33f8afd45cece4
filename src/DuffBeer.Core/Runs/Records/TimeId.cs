using System.Globalization;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>Ids of snapshots and refreshes: UTC in milliseconds, so they sort by time.</summary>
public static class TimeId
{
    const string Format = LakeKeys.IdTime;

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The id of a time; greater than <paramref name="before"/> even if the clock stands still or goes back.</summary>
    public static string After(string? before, DateTimeOffset at)
    {
        var id = Of(at);
        return before is null || string.CompareOrdinal(id, before) > 0 ? id : Of(Parse(before).AddMilliseconds(1));
    }

    public static bool IsId(string text) =>
        DateTimeOffset.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    /// <summary>The time of an id.</summary>
    public static DateTimeOffset Parse(string id) =>
        DateTimeOffset.ParseExact(id, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
