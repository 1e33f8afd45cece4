using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Home;

/// <summary>The right to run orchestrations in a home; the operating system releases it when the process dies.</summary>
public sealed partial class HomeLock : IDisposable
{
    static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    readonly FileStream _lock;
    readonly string _holderFile;

    HomeLock(FileStream taken, string holderFile) => (_lock, _holderFile) = (taken, holderFile);

    internal static async Task<HomeLock> AcquireAsync(
        string home, string path, string command, Action<LockHolder?>? waiting, CancellationToken cancellationToken)
    {
        // In a second file, because a locked file cannot be read on Windows.
        var holderFile = path + ".json";
        LockHolder? told = null;
        for (var isFirst = true; ; isFirst = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (FileLock.TryTake(path) is { } taken)
                {
                    var self = new LockHolder(home, command, Environment.ProcessId, DateTimeOffset.UtcNow);
                    // Only shown to waiting processes: it need not survive a power cut, and a partial one is read as none.
                    File.WriteAllBytes(holderFile, JsonSerializer.SerializeToUtf8Bytes(self, HolderJson.Default.LockHolder));
                    return new(taken, holderFile);
                }
            }
            catch (Exception exception) when (FileFailure.Is(exception))
            {
                throw FileFailure.Of(exception, path);
            }

            var holder = ReadHolder(holderFile);
            if (isFirst || holder != told)
                waiting?.Invoke(told = holder);
            await Task.Delay(s_poll, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (_lock.SafeFileHandle.IsClosed)
            return;
        using (_lock)
            FileFailure.Guard(_holderFile, () => File.Delete(_holderFile));
    }

    // The holder may be writing or deleting it, and after a crash it names the previous holder: it is for display only.
    static LockHolder? ReadHolder(string holderFile)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(holderFile), HolderJson.Default.LockHolder);
        }
        catch (Exception exception) when (FileFailure.Is(exception) || exception is JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(LockHolder))]
    sealed partial class HolderJson : JsonSerializerContext;
}

/// <summary>Who holds a home's lock.</summary>
public sealed record LockHolder(string Home, string Command, int ProcessId, DateTimeOffset Since)
{
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Home} is held by {Command} (pid {ProcessId}) since {Since:yyyy-MM-dd HH:mm:ss}Z");
}
