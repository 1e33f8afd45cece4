using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The same object version always gives the same run id, however it was noticed.</summary>
public static class RunId
{
    /// <returns><c>&lt;dataset&gt;-&lt;16 hex of SHA-256(bucket | key | version)&gt;</c></returns>
    public static string For(string dataset, string bucket, string key, string version)
    {
        // Lengths are included because keys may contain any separator.
        var text = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"{bucket.Length}|{bucket}|{key.Length}|{key}|{version}");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return $"{dataset}-{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    /// <summary>The dataset of a run's id.</summary>
    public static string DatasetOf(string run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run[..Math.Max(0, run.LastIndexOf('-'))];
    }
}
