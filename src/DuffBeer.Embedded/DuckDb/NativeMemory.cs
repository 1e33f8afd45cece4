using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>How the C library treats freed memory.</summary>
public static partial class NativeMemory
{
    const int ArenaMax = -8;
    const long BetweenTrims = 2_000;

    static readonly Lazy<bool> s_bound = new(SetBound);
    static long s_trimmed;

    /// <summary>
    /// Lets threads share few heaps. The GNU C library otherwise gives each of many threads one, and every heap keeps the most that
    /// its thread ever needed.
    /// </summary>
    /// <remarks>Heaps that are there already stay: the sooner after the start, the fewer.</remarks>
    public static void Bound() => _ = s_bound.Value;

    /// <summary>
    /// Gives freed memory back to the system, every few seconds at most: heaps keep it otherwise, wherever one small thing behind
    /// it is still in use.
    /// </summary>
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
            // Another C library than GNU's, which has no such heaps.
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    internal static partial int MallocTrim(nuint keep);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    internal static partial int MallOpt(int parameter, int value);
}
