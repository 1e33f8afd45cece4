using System.Security.Cryptography;
using System.Text;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.Home;

/// <summary>Everything that DuffBeer keeps on one machine. Folders are made when they are first needed.</summary>
public sealed class HomeDirectory(string path)
{
    public string Root { get; } = Path.GetFullPath(path);
    public string Landing => Path.Combine(Root, "landing");

    /// <summary>Where it is recorded which landing keys are files elsewhere.</summary>
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

    /// <summary>Waits until this process is the only one that runs orchestrations here, then clears away what a crash left half written.</summary>
    /// <param name="command">Named to others that wait, such as <c>duffbeer ingest</c>.</param>
    /// <param name="waiting">Told who holds the lock: once, and again when the holder is another.</param>
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

    /// <summary>The secret of <c>keyed_hash</c> where no setting brings one: random, made once, readable by its owner only.</summary>
    /// <remarks>Only whoever holds the lock asks for it, so that two processes cannot make two. Without the file, hashes of old and new rows differ.</remarks>
    public string HashKey() => FileFailure.Guard(HashKeyFile, () =>
    {
        if (!File.Exists(HashKeyFile))
            DurableFiles.Write(HashKeyFile, Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(64, lowercase: true)), ownerOnly: true);
        return File.ReadAllText(HashKeyFile);
    });

    /// <summary>Changes a small secret of the home: written whole or not at all, by one writer at a time, and readable by its owner only.</summary>
    /// <param name="change">Gets the content, null where there is none yet.</param>
    public async Task ChangeSecretAsync(string name, Func<byte[]?, byte[]> change, CancellationToken cancellationToken)
    {
        using var turn = await new KeyLocks(Path.Combine(Root, ".locks")).AcquireAsync(name, cancellationToken);
        var path = Path.Combine(Root, name);
        FileFailure.Guard(path, () => DurableFiles.Write(path, change(File.Exists(path) ? File.ReadAllBytes(path) : null), ownerOnly: true));
    }

    /// <summary>A folder of this process's own for spill and half-written files; it goes when disposed, or with the next lock after a crash.</summary>
    public ScratchFolder CreateScratchFolder()
    {
        Create();
        return new(Temporary);
    }

    void ClearAway() => FileFailure.Guard(Temporary, () =>
    {
        // A journal is emptied before it is deleted; a crash in between leaves the empty file. Under the lock nobody has one open.
        foreach (var journal in new DirectoryInfo(Journal).EnumerateFiles("*.journal", SearchOption.AllDirectories).Where(file => file.Length == 0))
            journal.Delete();
        ScratchFolder.DeleteLeftovers(Temporary);
        FolderWalk.DeleteFiles(Path.Combine(Lake, FolderObjectStore.UploadFolder), name => !UploadName.IsOfLiving(name));
    });
}
