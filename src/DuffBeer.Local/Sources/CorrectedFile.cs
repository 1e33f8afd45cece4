using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Sources;

/// <summary>Corrected rows from a file of this machine.</summary>
static class CorrectedFile
{
    public static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            throw new TerminalException(
                ProblemCode.SourceMissing,
                $"Expected a CSV of corrected rows, but there is no file '{file}' in {Directory.GetCurrentDirectory()}. Check the path.");
        return await File.ReadAllBytesAsync(file, cancellationToken);
    }
}
