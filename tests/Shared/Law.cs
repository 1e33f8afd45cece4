using System.Globalization;
using FsCheck;

namespace DuffBeer.Tests.Shared;

/// <summary>How many cases are tried where there are many: random files, moments of a crash, combinations.</summary>
static class Law
{
    /// <summary>Another share of the cases: 1 for all of them, which takes many minutes more.</summary>
    public const string Share = "DUFFBEER_LAW_SHARE";

    static readonly double s_share = double.TryParse(
        Environment.GetEnvironmentVariable(Share), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : 0.15;

    public static bool IsWhole => s_share >= 1;

    /// <summary>One of so many moments is tried. It is odd, so that before and after a write take turns.</summary>
    public static int Step { get; } = IsWhole ? 1 : (int)Math.Round(1 / s_share) | 1;

    public static Config Cases(int count) => Config.QuickThrowOnFailure.WithMaxTest(Of(count));

    /// <summary>As many of some cases as are tried.</summary>
    public static int Of(int count) => Math.Max(1, (int)(count * s_share));

    /// <summary>All pairs, or so few that each value of either kind is in one.</summary>
    public static IEnumerable<(TFirst First, TSecond Second)> Pairs<TFirst, TSecond>(
        IReadOnlyList<TFirst> firsts, IReadOnlyList<TSecond> seconds) => IsWhole
            ? from first in firsts from second in seconds select (first, second)
            : from index in Enumerable.Range(0, Math.Max(firsts.Count, seconds.Count))
              select (firsts[index % firsts.Count], seconds[index % seconds.Count]);

    /// <summary>The share of some cases, from the first to the last; always the same ones, and never none.</summary>
    public static IEnumerable<T> Some<T>(IEnumerable<T> cases) =>
        cases.Where((_, index) => index == 0 || (int)((index + 1) * s_share) > (int)(index * s_share));

    /// <summary>The share of some cases, beginning with another one at each turn.</summary>
    public static IEnumerable<T> Some<T>(IReadOnlyList<T> cases, int turn) =>
        Some(cases.Select((_, index) => cases[(index + turn) % cases.Count]));
}
