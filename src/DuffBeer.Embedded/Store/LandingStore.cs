using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.Store;

/// <summary>Raw files: those in the landing folder under their own names, and linked files elsewhere.</summary>
/// <remarks>
/// A link takes precedence over a file of the same key. A file's version and etag are a hash of its path, size, time and both ends. They
/// are only read, except that a known version may be replaced, in its place and with its time: rows are erased from it.
/// </remarks>
public sealed class LandingStore(string folder, string linkFolder) : IObjectStore
{
    static readonly FolderWalk s_walk = new(name => Visible(name) is { } text ? text + "/" : null, Visible);

    readonly LandingLinks _links = new(linkFolder);
    readonly string _folder = Path.GetFullPath(folder);

    /// <summary>Links the key to a file, which is read in place, also after a restart.</summary>
    public Task LinkAsync(string key, string path, CancellationToken cancellationToken) => LinkAllAsync([(key, path)], cancellationToken);

    /// <summary>Links keys to files as <see cref="LinkAsync"/> does, in less time for many of them.</summary>
    public Task LinkAllAsync(IReadOnlyList<(string Key, string Path)> files, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _links.Set([.. files.Select(file => (file.Key, Path.GetFullPath(file.Path)))]);
        return Task.CompletedTask;
    }

    /// <summary>The file of a key, whether it exists or not.</summary>
    public string PathOf(string key) => Find(key)?.Path ?? Path.Combine(_folder, key);

    /// <summary>Opens a file by its path, without a key.</summary>
    public static IByteSource OpenFile(string path) => FileVersion.Open(path);

    public Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(key) is { } file ? Stat(file) : null);
    }

    public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var found = Find(stat.Key)
            ?? throw new TerminalException(
                ProblemCode.SourceMissing, $"No file has the key {stat.Key}. Put it into {_folder}, or name its path.");
        return Task.FromResult(FileVersion.Open(found.Path, stat.ETag, found.Version));
    }

    public async IAsyncEnumerable<ObjectStat> ListAsync(KeyRange keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var stat in Files(keys).Select(Stat).OfType<ObjectStat>().Take(keys.Most ?? int.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stat;
        }

        await Task.CompletedTask;
    }

    /// <summary>The folder's files with the links among them, in the order of their keys.</summary>
    IEnumerable<LandingFile> Files(KeyRange keys)
    {
        var links = new Queue<LandingFile>(
            _links.All().Where(link => keys.Wants(link.Key)).OrderBy(link => link.Key, StringComparer.Ordinal));
        var folder = keys.Prefix[..(keys.Prefix.LastIndexOf('/') + 1)];
        var own = folder.Split('/')[..^1].All(segment => Visible(segment) is not null)
            ? s_walk.Files(Path.Combine(_folder, folder), folder, keys)
            : [];
        foreach (var (key, path) in own)
        {
            while (links.TryPeek(out var link) && string.CompareOrdinal(link.Key, key) < 0)
                yield return links.Dequeue();
            if (links.TryPeek(out var same) && same.Key == key)
                continue;
            yield return new(key, path, key);
        }

        while (links.TryDequeue(out var link))
            yield return link;
    }

    public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return condition.OnlyIfETag is { } etag && Find(key) is { } found
            ? Task.FromResult<IObjectUpload>(FileFailure.Guard(found.Path, () => new LandingRewrite(found, etag).Begin()))
            : throw ReadOnly(key);
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => throw ReadOnly(key);

    LandingFile? Find(string key)
    {
        if (_links.Find(key) is { } linked)
            return linked;
        return key.Split('/').All(segment => Visible(segment) is not null) ? new(key, Path.Combine(_folder, key), key) : null;
    }

    // Names that begin with a dot belong to the system or to files still being copied; the other excluded names cannot be files here.
    static string? Visible(string name) =>
        name.Length > 0 && name[0] != '.' && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0
        && !(OperatingSystem.IsWindows() && name[^1] is '.' or ' ')
            ? name
            : null;

    internal static ObjectStat? Stat(LandingFile found) =>
        FileVersion.Of(found.Path, found.Version) is { State: var state, ETag: var version }
            ? new(found.Key, state.Size, version, state.LastModified, version)
            : null;

    static TerminalException ReadOnly(string key) =>
        new(ProblemCode.BadRequest, $"Landing is read only: {key} cannot be written or deleted.");
}
