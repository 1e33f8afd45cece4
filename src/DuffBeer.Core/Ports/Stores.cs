using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Ports;

/// <summary>The two places of a run: source files come from one, which is only read; all that we make goes to the other.</summary>
/// <param name="Bucket">Names the landing store; part of every run's identity.</param>
public sealed record Stores(IObjectStore Landing, IObjectStore Lake, string Bucket)
{
    /// <summary>Opens a source; what is read of it counts as read by the work under way.</summary>
    public async Task<IByteSource> OpenSourceAsync(ObjectStat source, CancellationToken cancellationToken) =>
        new MeteredSource(await Landing.OpenAsync(source, cancellationToken));
}
