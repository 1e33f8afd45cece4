using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>Shows readers a snapshot, as a refresh does.</summary>
static class ShownSnapshot
{
    public static async Task ShowAsync(IObjectStore lake, string id, IReadOnlyDictionary<string, ModelVersion> models)
    {
        var snapshot = new Snapshot(
            id, Home.Now, new Dictionary<string, DateOnly>(), new Dictionary<string, string>(), models,
            new Dictionary<string, DatasetVersion>());
        await lake.WriteAsync(LakeKeys.Snapshot(id), snapshot, SnapshotJson.Default.Snapshot, WriteCondition.None, default);
        await lake.WriteAsync(
            LakeKeys.CurrentSnapshot, SnapshotPointer.To(snapshot), SnapshotJson.Default.SnapshotPointer, WriteCondition.None, default);
    }
}
