using System.Security.Cryptography;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Sources;

/// <summary>Keeps standard input as a file of the home, so that its run can be resumed and replayed like any other.</summary>
/// <remarks>The file is named by its content: the same input twice is one file and one run.</remarks>
static class SpooledInput
{
    const string Folder = "stdin";

    public static async Task<SourceFile> SpoolAsync(Stream input, string home, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home, "landing", Folder)).FullName;
        var partial = Path.Combine(folder, $".{Guid.NewGuid():n}.part");
        try
        {
            var name = $"{await CopyAsync(input, partial, cancellationToken)}.csv";
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                File.Move(partial, path);
            return new(path, $"{Folder}/{name}");
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Returns the first 16 hex digits of the content's SHA-256.</summary>
    static async Task<string> CopyAsync(Stream input, string path, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        await using (var file = File.Create(path))
        await using (var hashing = new CryptoStream(file, hash, CryptoStreamMode.Write))
            await input.CopyToAsync(hashing, cancellationToken);
        return Convert.ToHexStringLower(hash.Hash!)[..16];
    }
}
