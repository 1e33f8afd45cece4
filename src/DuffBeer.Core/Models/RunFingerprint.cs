using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DuffBeer.Core.Models;

/// <summary>
/// Identifies a set of runs, however it is stored: equal exactly if runs, attempts, source times and receipts are equal.
/// </summary>
/// <remarks>The sum (mod 2^256) of a SHA-256 per run, so the fingerprint of a set is that of its parts, added.</remarks>
public readonly record struct RunFingerprint(UInt128 High, UInt128 Low)
{
    const int HashBytes = 32;
    const int HalfDigits = 32;

    /// <summary>Digits of a fingerprint in text.</summary>
    public const int Digits = 2 * HalfDigits;

    public static RunFingerprint Of(IEnumerable<PublishedRun> runs) =>
        Sum(runs.Select(run => Of(run.RunId, run.Attempt, run.SourceTime, run.Receipt)));

    /// <param name="receipt">The root of the attempt's receipt; null if it has none.</param>
    public static RunFingerprint Of(string run, int attempt, DateTimeOffset sourceTime, string? receipt)
    {
        Span<byte> hash = stackalloc byte[HashBytes];
        var text = FormattableString.Invariant($"{run} {attempt} {sourceTime.ToUniversalTime():O}{(receipt is null ? "" : " ")}{receipt}");
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new(Half(hash[..(HashBytes / 2)]), Half(hash[(HashBytes / 2)..]));
    }

    public static RunFingerprint Sum(IEnumerable<RunFingerprint> some) => some.Aggregate(default(RunFingerprint), (sum, one) => sum + one);

    public static RunFingerprint Parse(string text) => new(
        UInt128.Parse(text.AsSpan(0, HalfDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        UInt128.Parse(text.AsSpan(HalfDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    public static RunFingerprint operator +(RunFingerprint one, RunFingerprint other)
    {
        var low = unchecked(one.Low + other.Low);
        var carry = low < one.Low ? UInt128.One : UInt128.Zero;
        return new(unchecked(one.High + other.High + carry), low);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x32}{Low:x32}");

    static UInt128 Half(ReadOnlySpan<byte> bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
