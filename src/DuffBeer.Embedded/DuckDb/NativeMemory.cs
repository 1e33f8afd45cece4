using System.Runtime.InteropServices;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>What the C library does with memory that is freed.</summary>
static partial class NativeMemory
{
    const int ArenaMax = -8;

    static readonly Lazy<bool> s_bound = new(SetBound);

    /// <summary>Lets threads share few heaps. The GNU C library otherwise gives each of many threads one, and every heap keeps the most that its thread ever needed.</summary>
    public static void Bound() => _ = s_bound.Value;

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

    [LibraryImport("libc", EntryPoint = "mallopt")]
    internal static partial int MallOpt(int parameter, int value);
}
