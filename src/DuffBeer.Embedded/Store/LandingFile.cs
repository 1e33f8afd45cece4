using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace DuffBeer.Embedded.Store;

/// <summary>A raw file and its key.</summary>
/// <param name="Identity">Identifies the file: its key inside landing (a home may be moved), otherwise its absolute path.</param>
sealed record LandingFile(string Key, string Path, string Identity)
{
    const int EndBytes = 64 << 10;

    /// <summary>A hash of identity, size, time and the first and last bytes: raw files may be too large to hash completely.</summary>
    public string Version(SafeFileHandle file, FileState state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Identity}\n{state.Size}\n{state.WrittenUtc.Ticks}\n")));
        var buffer = new byte[Math.Min(EndBytes, state.Size)];
        hash.AppendData(buffer, 0, RandomAccess.Read(file, buffer, 0));
        hash.AppendData(buffer, 0, RandomAccess.Read(file, buffer, Math.Max(0, state.Size - EndBytes)));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
