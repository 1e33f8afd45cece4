using System.Security.Cryptography;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Golden.Tests.Receipts;

/// <summary>A file that a receipt or a seal binds, and what does.</summary>
/// <param name="Name">As findings name it.</param>
/// <param name="IsWhole">Whether these bytes are those that were written.</param>
sealed record BoundFile(string Name, string Path, Func<byte[], bool> IsWhole)
{
    /// <summary>Every file that a verification of everything reads.</summary>
    public static async Task<IReadOnlyList<BoundFile>> AllAsync(HomeDirectory home)
    {
        var (landingStore, folder) = (home.OpenLanding(), home.OpenLake());
        var (landing, lake) = (new ReadKeys(landingStore), new ReadKeys(folder));
        await new Core.Runs.Verify.VerifyLake(new(landing, lake, "landing"), new Parquet.ParquetPartReader()).RunAsync(null, default);
        var (digests, sources) = await RecordedAsync(folder, lake.Keys);
        return
        [
            .. lake.Keys.Select(key => new BoundFile(key, folder.PathOf(key), CheckOf(key, digests, sources))),
            .. landing.Keys.Select(key => (Name: $"landing:{key}", Path: landingStore.PathOf(key)))
                .Select(file => new BoundFile(file.Name, file.Path, CheckOf(file.Name, digests, sources))),
        ];
    }

    static Func<byte[], bool> CheckOf(
        string name, Dictionary<string, string> digests, Dictionary<string, List<SourceReceipt>> sources) =>
        digests.TryGetValue(name, out var digest) ? bytes => Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest
        // One key may have had several versions, and one may be the beginning of another.
        : sources.TryGetValue(name, out var versions)
            ? bytes => versions.Any(source => source.Size == bytes.Length && RootOf(source, bytes) == source.Root)
        : bytes => DocumentSeal.StateOf(bytes) == SealState.Intact;

    static string RootOf(SourceReceipt source, byte[] bytes) =>
        source.ToLayout().RootAsync(new MemoryByteSource(bytes), default).GetAwaiter().GetResult();

    /// <summary>What results and snapshots say of files.</summary>
    static async Task<(Dictionary<string, string> Digests, Dictionary<string, List<SourceReceipt>> Sources)> RecordedAsync(
        IObjectStore lake, IEnumerable<string> keys)
    {
        var (digests, sources) = (new Dictionary<string, string>(), new Dictionary<string, List<SourceReceipt>>());
        foreach (var key in keys)
        {
            if (key.EndsWith("/result.json", StringComparison.Ordinal))
            {
                var result = (await lake.ReadAsync(key, RunJson.Default.RunResult, default))!.Value;
                foreach (var part in result.Parts.Concat(result.Keys ?? []))
                    digests[part.Key] = part.Digest!;
                foreach (var part in result.Rejects)
                    digests[part.Key] = part.Digest!;
                var source = result.Receipt!.Source;
                var name = source.Corrects is { } run ? LakeKeys.Correction(run, source.Version) : $"landing:{source.Key}";
                sources.TryAdd(name, []);
                sources[name].Add(source);
            }
            else if (key.StartsWith(LakeKeys.Snapshots, StringComparison.Ordinal)
                && (LakeKeys.SnapshotOf(key) is not null || key.EndsWith("/snapshot.json", StringComparison.Ordinal)))
            {
                var snapshot = (await lake.ReadAsync(key, SnapshotJson.Default.Snapshot, default))!.Value;
                foreach (var model in snapshot.Models.Values)
                {
                    foreach (var (part, digest) in model.Parts.Zip(model.Digests!))
                        digests[part] = digest;
                }
            }
        }

        return (digests, sources);
    }
}
