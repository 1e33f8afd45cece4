using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The manifests of a lake's datasets.</summary>
public sealed class DatasetManifests(IObjectStore lake, TimeProvider time)
{
    /// <summary>Changes a dataset's manifest: the only way to write one.</summary>
    /// <remarks>Never overwrites a concurrent change: <paramref name="next"/> is applied again to what another writer left.</remarks>
    /// <param name="next">Gets null if nothing was ever published; returns null, or the same instance, to change nothing.</param>
    /// <returns>The manifest in force; null if there is none.</returns>
    public Task<DatasetManifest?> UpdateAsync(
        string dataset, Func<DatasetManifest?, DatasetManifest?> next, CancellationToken cancellationToken) =>
        lake.UpdateAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, next, time, cancellationToken);
}
