using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Failures;

namespace DuffBeer.Embedded.Store;

/// <summary>Lets one writer at a time decide about a key, among threads and processes.</summary>
/// <remarks>
/// Keys share 64 lock files. They are never deleted, because then two writers could hold two files of the same name. The operating system
/// releases a lock when its process dies.
/// </remarks>
sealed class KeyLocks(string folder)
{
    const int Stripes = 64;
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    static readonly ConcurrentDictionary<string, SemaphoreSlim> s_turns = new(StringComparer.Ordinal);

    /// <summary>The number of the lock that a key shares with others.</summary>
    public static int StripeOf(string key) =>
        // Lower case: if the file system does not distinguish two keys, they share a lock.
        SHA256.HashData(Encoding.UTF8.GetBytes(key.ToLowerInvariant()))[0] % Stripes;

    public Task<WriteTurn> AcquireAsync(string key, CancellationToken cancellationToken) =>
        AcquireAsync(StripeOf(key), cancellationToken);

    public async Task<WriteTurn> AcquireAsync(int stripe, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, stripe.ToString("00", CultureInfo.InvariantCulture));
        var turn = s_turns.GetOrAdd(path, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            return new(turn, await LockFileAsync(path, cancellationToken));
        }
        catch (Exception exception)
        {
            turn.Release();
            if (FileFailure.Is(exception))
                throw FileFailure.Of(exception, path);
            throw;
        }
    }

    static async Task<FileStream> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        DurableFiles.CreateFolder(Path.GetDirectoryName(path)!);
        var since = Environment.TickCount64;
        for (var wait = 1; ; wait = Math.Min(wait * 2, 32))
        {
            if (FileLock.TryTake(path) is { } held)
                return held;
            if (Environment.TickCount64 - since > s_patience.TotalMilliseconds)
                throw new TransientException(
                    ProblemCode.StoreUnavailable,
                    $"{path} has been locked by another process for a minute. End that process, then start again.");
            await Task.Delay(wait, cancellationToken);
        }
    }
}
