namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>A change of a file that a watched process is about to make.</summary>
/// <param name="Path">Absolute path of the file that is changed; for a rename, its new name.</param>
/// <param name="From">The old name of what is renamed; empty for other calls.</param>
/// <param name="Bytes">Bytes of a write; 0 otherwise.</param>
readonly record struct FileCall(FileAction Action, string Path, string From, long Bytes);

/// <summary>What becomes of a call.</summary>
abstract record Verdict
{
    public static Verdict Go { get; } = new Made();

    /// <summary>The process is killed before the call.</summary>
    public static Verdict Kill { get; } = new Killed();

    /// <summary>The first bytes of a write reach the file, then the process is killed.</summary>
    public static Verdict Tear { get; } = new Torn();

    /// <summary>The call fails with this error number.</summary>
    public static Verdict Fail(int error) => new Failed(error);

    sealed record Made : Verdict;

    public sealed record Killed : Verdict;

    public sealed record Torn : Verdict;

    public sealed record Failed(int Error) : Verdict;
}
