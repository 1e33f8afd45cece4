using System.Globalization;
using FsCheck;

namespace DuffBeer.Tests.Shared;

/// <summary>How many random cases a law is tried with.</summary>
static class Law
{
    /// <summary>Another share of the cases than all of them, such as 0.2.</summary>
    public const string Share = "DUFFBEER_LAW_SHARE";

    static readonly double s_share = double.TryParse(
        Environment.GetEnvironmentVariable(Share), NumberStyles.Float, CultureInfo.InvariantCulture, out var share) ? share : 1;

    public static Config Cases(int count) => Config.QuickThrowOnFailure.WithMaxTest(Of(count));

    /// <summary>As many of some cases as are tried.</summary>
    public static int Of(int count) => Math.Max(1, (int)(count * s_share));
}
