using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Models;

public sealed class ModelHashesTests
{
    [Fact]
    public void A_hash_changes_with_the_model_its_setting_its_keys_its_source_and_all_upstream()
    {
        var before = Hashes();

        Assert.Equal(before, Hashes());
        Assert.Equal(["a", "b"], Changed(before, Hashes(a: "{{ source('d') }} WHERE 1 = 1")));
        Assert.Equal(["b"], Changed(before, Hashes(setting: 0.9)));
        Assert.Equal(["b"], Changed(before, Hashes(key: 2)));
        Assert.Equal(["a", "b"], Changed(before, Hashes(column: LogicalType.String)));
    }

    static string[] Changed(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. before.Keys.Where(name => before[name] != after[name]).Order()];

    static IReadOnlyDictionary<string, string> Hashes(
        string a = "{{ source('d') }}",
        double setting = 0.8,
        long key = 1,
        LogicalType? column = null)
    {
        var contract = new DatasetContract
        {
            Name = "d",
            Version = 1,
            Source = new("d/"),
            Columns = [new() { Name = "c", Type = column ?? LogicalType.Int64 }],
            Keys = new Dictionary<string, IReadOnlyDictionary<string, long>> { ["c"] = new Dictionary<string, long> { ["x"] = key } },
        };
        var graph = ModelGraph.Of(
            [
                Samples.Model("a", a),
                Samples.Model("b", "{{ ref('a') }} WHERE {{ setting('s') }} < {{ fixed_key('d.c', x) }}"),
                Samples.Model("other"),
            ],
            ["d"]);
        return ModelHashes.Of(
            graph,
            new Dictionary<string, SqlValue> { ["s"] = new(LogicalType.Double, setting) },
            new Dictionary<string, DatasetContract> { ["d"] = contract });
    }
}
