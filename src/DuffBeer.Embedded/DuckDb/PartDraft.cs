using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A folder where DuckDB writes parts before they are uploaded; deleted on disposal.</summary>
sealed class PartDraft(string tempFolder) : IDisposable
{
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(
        Path.GetFullPath(tempFolder), $"draft-{Guid.NewGuid():N}")).FullName;

    /// <summary>
    /// Uploads every file to the lake under <paramref name="prefix"/>, with its path in this folder; returns the objects.
    /// </summary>
    public async Task<IReadOnlyList<ObjectStat>> UploadAsync(IObjectStore lake, string prefix, CancellationToken cancellationToken)
    {
        var parts = new List<ObjectStat>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var key = $"{prefix.TrimEnd('/')}/{Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/')}";
            parts.Add(lake is FolderObjectStore folder
                ? await folder.MoveInAsync(key, file, cancellationToken)
                : await CopyAsync(file, lake, key, cancellationToken));
        }

        return parts;
    }

    static async Task<ObjectStat> CopyAsync(string file, IObjectStore lake, string key, CancellationToken cancellationToken)
    {
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await using (var part = File.OpenRead(file))
            await part.CopyToAsync(upload.Body, cancellationToken);
        return (await upload.CommitAsync(cancellationToken))!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
