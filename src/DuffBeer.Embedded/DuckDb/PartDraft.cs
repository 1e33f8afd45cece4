using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>A folder where DuckDB writes parts before they go to the lake; it goes with this object.</summary>
sealed class PartDraft : IDisposable
{
    public PartDraft(string tempFolder) =>
        Folder = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(tempFolder), $"draft-{Guid.NewGuid():N}")).FullName;

    public string Folder { get; }

    public IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    public string KeyOf(string file) => Path.GetRelativePath(Folder, file).Replace('\\', '/');

    /// <summary>Returns the bytes of the object.</summary>
    public static async Task<long> UploadAsync(string file, IObjectStore lake, string key, CancellationToken cancellationToken)
    {
        try
        {
            await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
            await using (var part = File.OpenRead(file))
                await part.CopyToAsync(upload.Body, cancellationToken);
            var stat = await upload.CommitAsync(cancellationToken);
            return stat!.Size;
        }
        catch (IOException failure)
        {
            throw new TransientException(ProblemCode.StoreUnavailable, $"The part {key} could not be written: {failure.Message}", failure);
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
