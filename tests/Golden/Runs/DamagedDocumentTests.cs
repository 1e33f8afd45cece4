using DuffBeer.Core.Ports;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>A damaged document of the lake is a problem that names it and says what to do, whatever command finds it.</summary>
public sealed class DamagedDocumentTests : IDisposable
{
    readonly Home _home = new()
    {
        Definitions = DomainDefinitions.Of("duff", ["sales-by-channel"]), Ingest = new() { ChunkBytes = 2000 },
    };

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Every_kind_of_document_is_named_by_the_commands_that_need_it()
    {
        var file = _home.Write("a.csv", Csv.Bytes(Csv.Header + Csv.Rows(100)));
        await _home.CallAsync("ingest", file, "--dataset", "duff_orders");
        var run = Assert.Single(await _home.PublishedAsync()).RunId;
        string[][] commands =
        [
            ["runs", run], ["snapshots"], ["report", "sales-by-channel"], ["rejects", run], ["retire", "none"], ["reconcile"],
            ["ingest", file, "--dataset", "duff_orders"], ["refresh", "fact_orders"],
        ];
        var documents = (await _home.KeysAsync())
            .Where(key => key.EndsWith(".json", StringComparison.Ordinal))
            .DistinctBy(KindOf)
            .ToList();
        Assert.Contains("runs/" + run + "/run.json", documents);
        Assert.Contains("snapshots/current.json", documents);
        var named = new List<string>();
        foreach (var (index, document) in documents.Index())
        {
            var path = _home.Lake.PathOf(document);
            var before = File.ReadAllBytes(path);
            File.WriteAllBytes(path, (index % 3) switch { 0 => [], 1 => before[..(before.Length / 2)], _ => "garbage"u8.ToArray() });
            foreach (var command in commands)
            {
                var call = await _home.CallAsync(command);

                Assert.DoesNotContain("defect of duffbeer", call.Error, StringComparison.Ordinal);
                if (!call.Error.Contains("is damaged", StringComparison.Ordinal))
                    continue;
                // The tables for other tools follow with the next refresh, so this one has succeeded.
                var isFollowing = document == LakeKeys.CatalogState || document.StartsWith(LakeKeys.OpenTables, StringComparison.Ordinal);
                Assert.True(call.Code != 0 || isFollowing, $"{string.Join(' ', command)} ended well: {call.Error}");
                Assert.Contains($"The document {document} of the lake is damaged", call.Error, StringComparison.Ordinal);
                named.Add(document);
                break;
            }

            File.WriteAllBytes(path, before);
        }

        string[] needed = ["datasets/duff_orders/current.json", $"runs/{run}/run.json", "snapshots/current.json", "pending-refresh.json"];
        Assert.Empty(needed.Except(named));
    }

    // Documents of models and chunks are many of one kind.
    static string KindOf(string key) =>
        key.Split('/') is [var first, .., "models" or "chunks", _] ? $"{first} of each" : key;
}
