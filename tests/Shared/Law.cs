using System.Globalization;
using FsCheck;

namespace DuffBeer.Tests.Shared;

/// <summary>How many random cases a law is tried with.</summary>
static class Law
{
    /// <summary>Another share of the cases: 1 for all of them, which takes minutes more.</summary>
    public const string Share = "DUFFBEER_LAW_SHARE";

    static readonly double s_share = double.TryParse(
        Environment.GetEnvironmentVariable(Share), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : 0.4;

    public static Config Cases(int count) => Config.QuickThrowOnFailure.WithMaxTest(Of(count));

    /// <summary>As many of some cases as are tried.</summary>
    public static int Of(int count) => Math.Max(1, (int)(count * s_share));

    /// <summary>The share of some cases, from the first to the last.</summary>
    public static IEnumerable<T> Some<T>(IEnumerable<T> cases) =>
        cases.Where((_, index) => (int)((index + 1) * s_share) > (int)(index * s_share));
}
