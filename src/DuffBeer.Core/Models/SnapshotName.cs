using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models;

/// <summary>Names of snapshots: they begin with a letter, as ids never do.</summary>
public static class SnapshotName
{
    const int Longest = 40;

    public static bool IsName(string text) => text.Length is > 0 and <= Longest
        && char.IsAsciiLetterLower(text[0])
        && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <exception cref="TerminalException"><c>BadRequest</c>: the text cannot be a name.</exception>
    public static void Require(string text)
    {
        if (!IsName(text))
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"A snapshot's name begins with a small letter and has at most {Longest} small letters, digits and hyphens, such as "
                    + $"'new-prices'; found '{text}'.");
    }
}
