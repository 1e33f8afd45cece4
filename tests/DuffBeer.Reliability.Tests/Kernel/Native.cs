using System.Runtime.InteropServices;

namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>Calls of the C library that .NET has no other way to make.</summary>
static unsafe partial class Native
{
    public const int Kill = 9;
    public const int PollIn = 1;
    public const int PollHangUp = 16;
    public const nuint ReceiveNotice = 0xc0502100;
    public const nuint SendAnswer = 0xc0182101;

    const int SetNoNewPrivileges = 38;
    const int SetModeFilter = 1;
    const int NewListener = 8;

    [StructLayout(LayoutKind.Sequential)]
    public struct Poll
    {
        public int File;
        public short Events;
        public short Found;
    }

    /// <summary>One instruction of a filter of the kernel.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    struct Program
    {
        public ushort Length;
        public Instruction* Instructions;
    }

    /// <summary>Filters the system calls of this thread and of the processes that it starts. Returns the file of their notices.</summary>
    public static int Install(ReadOnlySpan<Instruction> filter)
    {
        fixed (Instruction* instructions = filter)
        {
            var program = new Program { Length = (ushort)filter.Length, Instructions = instructions };
            if (SetProcess(SetNoNewPrivileges, 1, 0, 0, 0) != 0)
                return -1;
            return (int)Call(SystemCalls.Here.Seccomp, SetModeFilter, NewListener, (nint)(&program));
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int SetProcess(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint a, nint b, nint c);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Wait(ref Poll file, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitFor(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int BeginActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddOpen(void* actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int AddCopy(void* actions, int file, int copy);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int EndActions(void* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnp")]
    public static partial int Spawn(out int process, byte* program, void* actions, void* attributes, byte** arguments, byte** variables);
}
