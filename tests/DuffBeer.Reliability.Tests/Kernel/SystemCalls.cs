using System.Runtime.InteropServices;

namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>What a system call does to a file.</summary>
enum FileAction
{
    Create,
    Write,
    Truncate,
    Sync,

    /// <summary>Of all files of the file system.</summary>
    SyncAll,
    Rename,
    Delete,
    CreateFolder,
    DeleteFolder,
}

/// <summary>A system call that changes files, and where its arguments say which.</summary>
/// <param name="Path">Index of the argument with a path; -1 if a file descriptor says it.</param>
/// <param name="File">Index of the argument with a file descriptor; -1 if there is none.</param>
/// <param name="Target">Index of the argument with a second path; -1 if there is none.</param>
/// <param name="Flags">Index of the argument with the flags of an open; -1 for other calls.</param>
sealed record SystemCall(FileAction Action, int Number, int Path = -1, int File = -1, int Target = -1, int Flags = -1);

/// <summary>The numbers of one kind of processor.</summary>
sealed record SystemCalls(uint Architecture, nint Seccomp, IReadOnlyList<SystemCall> All)
{
    public static SystemCalls Here { get; } = RuntimeInformation.ProcessArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => OfX64(),
        System.Runtime.InteropServices.Architecture.Arm64 => OfArm64(),
        var other => throw new PlatformNotSupportedException($"The numbers of Linux's system calls on {other} are not known here."),
    };

    static SystemCalls OfX64() => new(0xc000003e, 317,
    [
        new(FileAction.Create, 2, Path: 0, Flags: 1),
        new(FileAction.Create, 257, Path: 1, Flags: 2),
        new(FileAction.Write, 1, File: 0),
        new(FileAction.Write, 18, File: 0),
        new(FileAction.Write, 20, File: 0),
        new(FileAction.Write, 296, File: 0),
        new(FileAction.Write, 40, File: 0),
        new(FileAction.Write, 326, File: 2),
        new(FileAction.Truncate, 77, File: 0),
        new(FileAction.Truncate, 285, File: 0),
        new(FileAction.Sync, 74, File: 0),
        new(FileAction.Sync, 75, File: 0),
        new(FileAction.SyncAll, 306, File: 0),
        new(FileAction.Rename, 82, Path: 0, Target: 1),
        new(FileAction.Rename, 264, Path: 1, Target: 3),
        new(FileAction.Rename, 316, Path: 1, Target: 3),
        new(FileAction.Rename, 86, Path: 0, Target: 1),
        new(FileAction.Rename, 265, Path: 1, Target: 3),
        new(FileAction.Delete, 87, Path: 0),
        new(FileAction.Delete, 263, Path: 1),
        new(FileAction.CreateFolder, 83, Path: 0),
        new(FileAction.CreateFolder, 258, Path: 1),
        new(FileAction.DeleteFolder, 84, Path: 0),
    ]);

    static SystemCalls OfArm64() => new(0xc00000b7, 277,
    [
        new(FileAction.Create, 56, Path: 1, Flags: 2),
        new(FileAction.Write, 64, File: 0),
        new(FileAction.Write, 68, File: 0),
        new(FileAction.Write, 66, File: 0),
        new(FileAction.Write, 70, File: 0),
        new(FileAction.Write, 71, File: 0),
        new(FileAction.Write, 285, File: 2),
        new(FileAction.Truncate, 46, File: 0),
        new(FileAction.Truncate, 47, File: 0),
        new(FileAction.Sync, 82, File: 0),
        new(FileAction.Sync, 83, File: 0),
        new(FileAction.SyncAll, 267, File: 0),
        new(FileAction.Rename, 38, Path: 1, Target: 3),
        new(FileAction.Rename, 276, Path: 1, Target: 3),
        new(FileAction.Rename, 37, Path: 1, Target: 3),
        new(FileAction.Delete, 35, Path: 1),
        new(FileAction.CreateFolder, 34, Path: 1),
    ]);
}
