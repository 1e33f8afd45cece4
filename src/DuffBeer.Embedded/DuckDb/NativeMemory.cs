using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>How the C library treats freed memory.</summary>
public static partial class NativeMemory
{
    const int ArenaMax = -8;
    const long BetweenTrims = 2_000;

    static readonly Lazy<bool> s_bound = new(SetBound);
    static long s_trimmed;

    /// <summary>Limits how many heaps threads use.</summary>
    /// <remarks>
    /// By default the GNU C library gives each thread a heap, and every heap keeps the most that its thread ever needed. Existing heaps
    /// stay, so call this early.
    /// </remarks>
    public static void Bound() => _ = s_bound.Value;

    /// <summary>Returns freed memory to the system, at most every few seconds.</summary>
    /// <remarks>Otherwise a heap keeps it as long as one small block behind it is in use.</remarks>
    internal static void Trim()
    {
        var last = Volatile.Read(ref s_trimmed);
        if (s_bound.Value
            && Environment.TickCount64 - last >= BetweenTrims
            && Interlocked.CompareExchange(ref s_trimmed, Environment.TickCount64, last) == last)
            _ = MallocTrim(0);
    }

    static bool SetBound()
    {
        try
        {
            return OperatingSystem.IsLinux() && MallOpt(ArenaMax, Environment.ProcessorCount) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library other than GNU's, without such heaps.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    internal static partial int MallocTrim(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    internal static partial int MallOpt(int parameter, int value);
}
