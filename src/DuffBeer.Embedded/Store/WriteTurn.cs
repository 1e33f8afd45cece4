namespace DuffBeer.Embedded.Store;

/// <summary>The right of one writer to decide about a key, and the clock of all writes under the same lock.</summary>
/// <remarks>
/// The lock file's time is that of the latest write. So no two versions of a key have the same time, even if they are written within one
/// tick of the file system's clock, if the clock goes back, or if the key is deleted between them.
/// </remarks>
sealed class WriteTurn(SemaphoreSlim turn, FileStream file) : IDisposable
{
    static readonly TimeSpan s_tick = TimeSpan.FromTicks(1);
    static readonly TimeSpan s_millisecond = TimeSpan.FromMilliseconds(1);

    /// <summary>Some file systems keep whole seconds, and FAT every other one.</summary>
    static readonly TimeSpan s_coarseTick = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Makes a finished file later than every earlier write, and a millisecond later than the file that it replaces, because dates of
    /// objects have milliseconds.
    /// </summary>
    public FileState MakeLatest(string path, FileState? replaced)
    {
        var earliest = File.GetLastWriteTimeUtc(file.SafeFileHandle) + s_tick;
        if (replaced is { } old && old.WrittenUtc + s_millisecond > earliest)
            earliest = old.WrittenUtc + s_millisecond;
        var state = FileState.At(path)!.Value;
        foreach (var later in (ReadOnlySpan<TimeSpan>)[TimeSpan.Zero, s_coarseTick])
        {
            if (state.WrittenUtc >= earliest)
                break;
            File.SetLastWriteTimeUtc(path, earliest + later);
            state = FileState.At(path)!.Value;
        }

        File.SetLastWriteTimeUtc(file.SafeFileHandle, state.WrittenUtc);
        return state;
    }

    public void Dispose()
    {
        file.Dispose();
        turn.Release();
    }
}
