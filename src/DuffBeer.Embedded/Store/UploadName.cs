using System.Diagnostics;
using System.Globalization;

namespace DuffBeer.Embedded.Store;

/// <summary>Names of unfinished files. They include the writer's process.</summary>
/// <remarks>Small documents are written without the home's lock, also while another process cleans up.</remarks>
static class UploadName
{
    static readonly string s_own = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Guid.NewGuid().ToString("n")[..8]}-");

    public static string New() => s_own + Guid.NewGuid().ToString("n");

    /// <summary>Whether the process that created the file may still be writing it.</summary>
    public static bool IsOfLiving(string name) =>
        name.StartsWith(s_own, StringComparison.Ordinal)
        || (int.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var process)
            && process != Environment.ProcessId && Lives(process));

    static bool Lives(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception failure) when (failure is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return true;
        }
    }
}
