using System.Security.Cryptography;
using System.Text;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Home;

/// <summary>Everything that DuffBeer keeps on one machine. Folders are created on first use.</summary>
public sealed class HomeDirectory(string path)
{
    public string Root { get; } = Path.GetFullPath(path);
    public string Landing => Path.Combine(Root, "landing");

    /// <summary>Records which landing keys refer to files elsewhere.</summary>
    public string LandingLinks => Path.Combine(Root, "landing-links");

    public string Lake => Path.Combine(Root, "lake");
    public string Journal => Path.Combine(Root, "journal");
    public string Temporary => Path.Combine(Root, "tmp");
    public string Lock => Path.Combine(Root, "lock");
    string HashKeyFile => Path.Combine(Root, "hash.key");

    public LandingStore OpenLanding() => new(Landing, LandingLinks);

    public FolderObjectStore OpenLake() => new(Lake);

    public void Create() => FileFailure.Guard(Root, () =>
    {
        foreach (var folder in (string[])[Landing, Lake, Journal, Temporary])
            DurableFiles.CreateFolder(folder);
    });

    /// <summary>Waits for the exclusive right to run orchestrations here, then deletes what a crash left unfinished.</summary>
    /// <param name="command">Shown to waiting processes, such as <c>duffbeer ingest</c>.</param>
    /// <param name="waiting">Called with the lock's holder: once, and again when the holder changes.</param>
    public async Task<HomeLock> AcquireLockAsync(string command, Action<LockHolder?>? waiting, CancellationToken cancellationToken)
    {
        Create();
        var held = await HomeLock.AcquireAsync(Root, Lock, command, waiting, cancellationToken);
        try
        {
            ClearAway();
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The secret of <c>keyed_hash</c> if no setting provides one: random, created once, readable only by its owner.</summary>
    /// <remarks>
    /// Only the lock's holder calls this, so two processes cannot create two. If the file is lost, hashes of old and new rows differ.
    /// </remarks>
    public string HashKey() => FileFailure.Guard(HashKeyFile, () =>
    {
        if (!File.Exists(HashKeyFile))
            DurableFiles.Write(
                HashKeyFile, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true)), ownerOnly: true);
        return File.ReadAllText(HashKeyFile);
    });

    /// <summary>The secret of <c>keyed_hash</c>; null if there is none yet.</summary>
    public string? KnownHashKey() => FileFailure.Guard(
        HashKeyFile, () => File.Exists(HashKeyFile) ? File.ReadAllText(HashKeyFile) : null);

    /// <summary>Changes a small secret of the home atomically, one writer at a time; only its owner can read it.</summary>
    /// <param name="change">Receives the content; null if there is none yet.</param>
    public async Task ChangeSecretAsync(string name, Func<byte[]?, byte[]> change, CancellationToken cancellationToken)
    {
        using var turn = await new KeyLocks(Path.Combine(Root, ".locks")).AcquireAsync(name, cancellationToken);
        var path = Path.Combine(Root, name);
        FileFailure.Guard(
            path, () => DurableFiles.Write(path, change(File.Exists(path) ? File.ReadAllBytes(path) : null), ownerOnly: true));
    }

    /// <summary>A small document of the home; null if there is none.</summary>
    public byte[]? ReadDocument(string name) => FileFailure.Guard(
        Path.Combine(Root, name), () => File.Exists(Path.Combine(Root, name)) ? File.ReadAllBytes(Path.Combine(Root, name)) : null);

    /// <summary>Writes a small document of the home, whole or not at all.</summary>
    public void WriteDocument(string name, byte[] content)
    {
        Create();
        FileFailure.Guard(Path.Combine(Root, name), () => DurableFiles.Write(Path.Combine(Root, name), content));
    }

    /// <summary>Deletes a small document of the home. False if there was none.</summary>
    public bool DeleteDocument(string name) => FileFailure.Guard(Path.Combine(Root, name), () =>
    {
        var isThere = File.Exists(Path.Combine(Root, name));
        File.Delete(Path.Combine(Root, name));
        return isThere;
    });

    /// <summary>A folder of this process for spilled data and unfinished files.</summary>
    /// <remarks>Deleted on disposal; after a crash, when the lock is next taken.</remarks>
    public ScratchFolder CreateScratchFolder()
    {
        Create();
        return new(Temporary);
    }

    void ClearAway() => FileFailure.Guard(Temporary, () =>
    {
        // A journal is emptied before it is deleted, and a crash may tear its first entry. Under the lock, no process has one open.
        foreach (var journal in Directory.GetFiles(Journal, "*.journal", SearchOption.AllDirectories))
        {
            if (Orchestration.Journal.Peek(journal) is null)
                File.Delete(journal);
        }

        ScratchFolder.DeleteLeftovers(Temporary);
        FolderWalk.DeleteFiles(Path.Combine(Lake, FolderObjectStore.UploadFolder), name => !UploadName.IsOfLiving(name));
    });
}
