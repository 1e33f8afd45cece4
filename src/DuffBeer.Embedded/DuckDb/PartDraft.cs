using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A folder where DuckDB writes parts before they go to the lake; it goes with this object.</summary>
sealed class PartDraft(string tempFolder) : IDisposable
{
    public string Folder { get; } = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(tempFolder), $"draft-{Guid.NewGuid():N}")).FullName;

    /// <summary>Uploads every file under <paramref name="prefix"/>, where it has the place that it has in this folder. Returns the objects.</summary>
    public async Task<IReadOnlyList<ObjectStat>> UploadAsync(IObjectStore lake, string prefix, CancellationToken cancellationToken)
    {
        var parts = new List<ObjectStat>();
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var place = Path.GetRelativePath(Folder, file).Replace(Path.DirectorySeparatorChar, '/');
            await using var upload = await lake.CreateAsync($"{prefix.TrimEnd('/')}/{place}", WriteCondition.None, cancellationToken);
            await using (var part = File.OpenRead(file))
                await part.CopyToAsync(upload.Body, cancellationToken);
            parts.Add((await upload.CommitAsync(cancellationToken))!);
        }

        return parts;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
