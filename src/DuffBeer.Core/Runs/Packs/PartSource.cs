using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Packs;

/// <summary>Opens published parts to write their rows again.</summary>
static class PartSource
{
    /// <summary>A smaller part is read at once.</summary>
    const int MostInMemory = 1 << 20;

    /// <exception cref="TerminalException"><c>NotFound</c>: the lake lost it.</exception>
    public static async Task<IByteSource> OpenAsync(IObjectStore lake, string key, CancellationToken cancellationToken)
    {
        var stat = await lake.StatAsync(key, cancellationToken)
            ?? throw new TerminalException(ProblemCode.NotFound, $"{key}, which has published rows, is missing from the lake.");
        var source = await lake.OpenAsync(stat, cancellationToken);
        if (stat.Size > MostInMemory)
            return source;
        await using (source)
        {
            return new MemoryByteSource(await source.ReadAllAsync(stat.Size, cancellationToken));
        }
    }
}
