using System.Reflection;

namespace DuffBeer.Local;

/// <summary>The version of this build, and the commit that it was built from.</summary>
/// <param name="Number">As in <c>0.1.0</c>.</param>
/// <param name="Commit">The first digits of its hash; null if the build did not know it.</param>
sealed record ProgramVersion(string Number, string? Commit)
{
    const int Digits = 12;

    public static ProgramVersion OfProgram { get; } = Of(
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <param name="informational">As the SDK writes it: the number, and behind a plus sign the commit.</param>
    public static ProgramVersion Of(string informational)
    {
        var parts = informational.Split('+', 2);
        return new(parts[0], parts.Length == 1 ? null : parts[1][..Math.Min(parts[1].Length, Digits)]);
    }

    public override string ToString() => Commit is null ? $"duffbeer {Number}" : $"duffbeer {Number} (commit {Commit})";
}
