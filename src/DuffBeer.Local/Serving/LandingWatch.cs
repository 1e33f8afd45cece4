using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Intake;

namespace DuffBeer.Local.Serving;

/// <summary>Notices files in the landing folder as S3 events would, but only once they are complete.</summary>
/// <remarks>
/// A file is complete when size and time have not changed for <paramref name="quiet"/>, and for longer than any pause of its writer so far.
/// A file moved there is complete at once, and temporary names are passed over. A copy that stalls for longer is ingested as it is; when
/// it continues, it becomes a newer version with its own run. The folder is polled, because notifications of file systems get lost and
/// network drives have none.
/// </remarks>
sealed class LandingWatch(
    string folder, string bucket, Func<ObjectNotice, CancellationToken, Task<Receipt>> receive, TimeSpan quiet, TimeProvider time,
    Action<string> notice)
{
    static readonly EnumerationOptions s_visible = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System
    };

    readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    bool _isFailing;

    readonly record struct State(long Size, DateTime Modified);

    readonly record struct Seen(State State, bool IsTold, TimeSpan Pause);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await TryLookAsync(cancellationToken);
                await Task.Delay(quiet / 4, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>A folder that cannot be read now, such as a network drive, may come back.</summary>
    async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken);
            if (_isFailing)
                notice($"{folder} can be read again.");
            _isFailing = false;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_isFailing)
                notice($"{folder} cannot be watched: {failure.Message} New files are ingested once it can be read again.");
            _isFailing = true;
        }
    }

    /// <summary>Looks once, and notices the files that are complete now.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", s_visible))
        {
            there.Add(file.FullName);
            if (SourcePattern.IsTemporary(file.Name) || StateOf(file) is not { } state)
                continue;
            var wasSeen = _seen.TryGetValue(file.FullName, out var before);
            var isKnown = wasSeen && before.State == state;
            if (isKnown && before.IsTold)
                continue;
            var pause = wasSeen && !before.IsTold ? Longer(before.Pause, state.Modified - before.State.Modified) : TimeSpan.Zero;
            var age = time.GetUtcNow().UtcDateTime - state.Modified;
            var isQuiet = age >= quiet && age > pause;
            // With a time in the future, the file must look the same twice.
            var isWhole = isQuiet || (isKnown && state.Modified > time.GetUtcNow().UtcDateTime);
            var isTold = isWhole && await TellAsync(file.FullName, cancellationToken);
            _seen[file.FullName] = new(state, isTold, pause);
        }

        foreach (var gone in _seen.Keys.Where(path => !there.Contains(path)).ToList())
            _seen.Remove(gone);
    }

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>False if the next look must try again.</summary>
    async Task<bool> TellAsync(string path, CancellationToken cancellationToken)
    {
        var key = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        try
        {
            var receipt = await receive(new(bucket, key), cancellationToken);
            notice(
                receipt.Kind == ReceiptKind.Ignored
                    ? $"{key}: {receipt.Reason}"
                    : $"{key}: run {receipt.Run!.Id} {(receipt.Kind == ReceiptKind.Started ? "started" : "is known")}.");
            return true;
        }
        catch (TransientException)
        {
            return false;
        }
        catch (TerminalException failure)
        {
            notice($"{key}: {failure.Message}");
            return true;
        }
    }

    // Null if the file was just deleted.
    static State? StateOf(FileInfo file)
    {
        file.Refresh();
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc) : null;
    }
}
