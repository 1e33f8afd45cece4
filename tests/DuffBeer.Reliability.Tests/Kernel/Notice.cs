using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DuffBeer.Reliability.Tests.Kernel;

/// <summary>A system call as the kernel reports it.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct Notice
{
    public ulong Id;
    public int Thread;
    public uint Flags;
    public int Number;
    public uint Architecture;
    public ulong Instruction;
    public fixed ulong Arguments[6];

    /// <summary>The call's file; null if the process is gone.</summary>
    public readonly FileCall? Read()
    {
        foreach (var known in SystemCalls.Here.All)
        {
            if (known.Number != Number)
                continue;
            try
            {
                var path = known.File >= 0 ? PathOfFile(Arguments[known.File])
                    : Text(Arguments[known.Target >= 0 ? known.Target : known.Path]);
                // unlinkat with the flag AT_REMOVEDIR.
                var action = known is { Action: FileAction.Delete, Path: 1 } && (Arguments[2] & 0x200) != 0
                    ? FileAction.DeleteFolder
                    : known.Action;
                var from = action == FileAction.Rename ? Text(Arguments[known.Path]) : "";
                return new(action, path, from, action == FileAction.Write ? (long)Arguments[2] : 0);
            }
            catch (IOException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The first half of what the call would write.</summary>
    public readonly TornWrite HalfWrite()
    {
        var (file, length) = (Arguments[0], (int)Arguments[2]);
        var isPositioned = Number is 18 or 68;
        var bytes = new byte[length / 2];
        using (var memory = File.OpenHandle(InProcess("mem")))
            _ = RandomAccess.Read(memory, bytes, (long)Arguments[1]);
        return new(PathOfFile(file), bytes, isPositioned ? (long)Arguments[3] : PositionOf(file));
    }

    readonly long PositionOf(ulong file)
    {
        var line = File.ReadLines(InProcess(string.Create(CultureInfo.InvariantCulture, $"fdinfo/{file}"))).First();
        return long.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }

    readonly string PathOfFile(ulong file) =>
        new FileInfo(InProcess(string.Create(CultureInfo.InvariantCulture, $"fd/{(int)file}"))).LinkTarget ?? "";

    readonly string Text(ulong address)
    {
        using var memory = File.OpenHandle(InProcess("mem"));
        var bytes = new byte[4096];
        var length = 0;
        // A page at a time: the next one may not be there.
        while (length < bytes.Length && Array.IndexOf(bytes, (byte)0, 0, length) < 0)
        {
            var most = (int)Math.Min((ulong)(bytes.Length - length), 4096 - ((address + (ulong)length) % 4096));
            var read = RandomAccess.Read(memory, bytes.AsSpan(length, most), (long)address + length);
            if (read <= 0)
                break;
            length += read;
        }

        var end = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? length : end);
    }

    readonly string InProcess(string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{Thread}/{file}");
}
