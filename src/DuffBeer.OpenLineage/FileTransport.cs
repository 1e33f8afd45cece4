using System.Text;

namespace DuffBeer.OpenLineage;

/// <summary>Appends each event to a file, one per line.</summary>
sealed class FileTransport(string path) : ILineageTransport
{
    public async Task<Refusal?> SendAsync(string json, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // Several processes may append to one file: one write per event keeps its line whole.
            await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await file.WriteAsync(Encoding.UTF8.GetBytes(json + "\n"), cancellationToken);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new($"{path}: {failure.Message}", MayPass: false);
        }
    }

    public void Dispose()
    {
    }
}
