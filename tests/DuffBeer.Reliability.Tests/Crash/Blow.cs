using DuffBeer.Reliability.Tests.Kernel;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>What happens to a command at one of the changes that it makes to its home.</summary>
/// <param name="Name">For the report.</param>
/// <param name="IsPoint">Whether a call is one of those at which it may happen; receives the home's folder.</param>
/// <param name="At">What becomes of a call of the home from the point on; receives how many such points came since, 0 at the point.</param>
sealed record Blow(string Name, Func<string, FileCall, bool> IsPoint, Func<FileCall, int, Verdict> At)
{
    /// <summary>Whether changes that were not flushed to the disk are undone afterwards.</summary>
    public bool TakesUnflushed { get; init; }

    /// <summary>Whether that happens only after the command has run again, to its end.</summary>
    public bool IsLate { get; init; }

    /// <summary>MiB of managed memory that the command may have; null: as much as there is. Then each size is a point.</summary>
    public IReadOnlyList<int>? Memory { get; init; }

    /// <summary>The process is killed; of a write, the first half is made.</summary>
    public static Blow Kill { get; } = new(
        "kill", KillPoints.IsPoint, (call, _) => call is { Action: FileAction.Write, Bytes: > 1 } ? Verdict.Tear : Verdict.Kill);

    /// <summary>The machine loses its power: the process ends, and what was not flushed to the disk is gone.</summary>
    public static Blow PowerCut { get; } = new("power cut", KillPoints.IsPoint, (_, _) => Verdict.Kill) { TakesUnflushed = true };

    /// <summary>The process is killed and the command run again; when it has succeeded, the machine loses its power.</summary>
    public static Blow LatePowerCut { get; } = PowerCut with { Name = "power cut after the end", IsLate = true };

    /// <summary>The command has little memory: a container's limit. DuckDB takes a share of it.</summary>
    public static Blow LittleMemory { get; } = new("little memory", (_, _) => false, (_, _) => Verdict.Go)
    {
        Memory = [.. Enumerable.Range(1, 50).Select(step => 4 * step)],
    };

    /// <summary>From some write on the disk takes no byte and no file more. Each point is the size of a disk.</summary>
    public static Blow FullDisk { get; } = Of("full disk", Errors.NoSpace, int.MaxValue, FileAction.Write, FileAction.Create);

    /// <summary>The disk has room again after some refused writes.</summary>
    public static Blow FullForAWhile { get; } = Of("full disk, for a while", Errors.NoSpace, 2, FileAction.Write, FileAction.Create);

    public static Blow FailingWrites { get; } = Of("EIO of write", Errors.Io, int.MaxValue, FileAction.Write);

    public static Blow OneFailingWrite { get; } = Of("EIO of one write", Errors.Io, 1, FileAction.Write);

    public static Blow FailingSyncs { get; } = Of("EIO of fsync", Errors.Io, int.MaxValue, FileAction.Sync, FileAction.SyncAll);

    public static Blow OneFailingSync { get; } = Of("EIO of one fsync", Errors.Io, 1, FileAction.Sync, FileAction.SyncAll);

    public static Blow FailingRenames { get; } = Of("EIO of rename", Errors.Io, int.MaxValue, FileAction.Rename);

    public static Blow OneFailingRename { get; } = Of("EIO of one rename", Errors.Io, 1, FileAction.Rename);

    public static Blow ReadOnly { get; } = Of("read-only file system", Errors.ReadOnly, int.MaxValue, Changes);

    public static Blow NoPermission { get; } = Of("no permission", Errors.NoPermission, int.MaxValue, Names);

    /// <summary>Everything that befalls a command.</summary>
    public static IReadOnlyList<Blow> All => [Kill, PowerCut, LatePowerCut, .. OfDisks, LittleMemory];

    /// <summary>Everything that a disk does to a command.</summary>
    public static IReadOnlyList<Blow> OfDisks { get; } =
    [
        FullDisk, FullForAWhile, FailingWrites, OneFailingWrite, FailingSyncs, OneFailingSync, FailingRenames, OneFailingRename, ReadOnly,
        NoPermission,
    ];

    static FileAction[] Names =>
        [FileAction.Create, FileAction.Rename, FileAction.Delete, FileAction.CreateFolder, FileAction.DeleteFolder];

    static FileAction[] Changes => [.. Names, FileAction.Write, FileAction.Truncate];

    static Blow Of(string name, int error, int times, params FileAction[] actions) => new(
        name,
        (home, call) => actions.Contains(call.Action) && KillPoints.IsOf(home, call),
        (_, passed) => passed < times ? Verdict.Fail(error) : Verdict.Go);
}
