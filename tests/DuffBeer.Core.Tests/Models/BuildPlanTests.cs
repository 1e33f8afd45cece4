using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

public sealed class BuildPlanTests
{
    static readonly ModelGraph s_graph = GraphOf();
    static readonly IReadOnlyDictionary<string, string> s_hashes = s_graph.Models.ToDictionary(model => model.Name, model => model.Hash);
    static readonly DatasetVersion s_duff = DatasetVersion.Of([new("r1", 1, "duff/a.csv", DateTimeOffset.UnixEpoch)]);
    static readonly DatasetVersion s_retail = DatasetVersion.Of([]);

    static readonly Snapshot s_snapshot = new(
        "s1",
        DateTimeOffset.UnixEpoch,
        new Dictionary<string, DateOnly> { ["duff"] = new(2026, 11, 21) },
        new Dictionary<string, string> { ["as_of"] = "2026-11-21" },
        s_hashes.ToDictionary(
            pair => pair.Key, pair => new ModelVersion("s1", pair.Value, [new("id", "int64")], [$"marts/{pair.Key}"], 1, 2, 3)),
        new Dictionary<string, DatasetVersion> { ["duff"] = s_duff, ["retail"] = s_retail });

    [Fact]
    public void The_first_refresh_builds_everything() =>
        Assert.Equal(["stg_duff New", "stg_retail New", "fact_duff New", "mart New"], Planned(s_hashes, s_duff, null));

    [Fact]
    public void Without_a_change_nothing_is_built()
    {
        var plan = BuildPlan.Of(s_graph, s_hashes, Fingerprints(s_duff), s_snapshot, []);

        Assert.True(plan.IsEmpty);
        Assert.Equal(["stg_duff", "stg_retail", "fact_duff", "mart"], plan.Kept);
    }

    [Fact]
    public void New_data_builds_what_reads_it_and_keeps_the_rest() =>
        Assert.Equal(
            ["stg_duff DataChanged", "fact_duff InputRebuilt", "mart InputRebuilt"],
            Planned(s_hashes, DatasetVersion.Of([new("r1", 2, "duff/a.csv", DateTimeOffset.UnixEpoch)]), s_snapshot));

    [Fact]
    public void A_changed_definition_builds_its_model_and_those_after_it() =>
        Assert.Equal(
            ["fact_duff DefinitionChanged", "mart InputRebuilt"],
            Planned(new Dictionary<string, string>(s_hashes) { ["fact_duff"] = "other" }, s_duff, s_snapshot));

    [Fact]
    public void A_requested_model_is_built_with_those_after_it() =>
        Assert.Equal(["fact_duff Asked", "mart InputRebuilt"], Planned(s_hashes, s_duff, s_snapshot, "fact_duff"));

    [Fact]
    public void A_model_that_does_not_exist_cannot_be_requested() =>
        Assert.Equal(ProblemCode.NotFound, Assert.Throws<TerminalException>(() => Planned(s_hashes, s_duff, s_snapshot, "fact_beer")).Code);

    [Fact]
    public void A_snapshot_survives_json() =>
        Assert.Equal(
            JsonSerializer.Serialize(s_snapshot),
            JsonSerializer.Serialize(JsonSerializer.Deserialize<Snapshot>(JsonSerializer.Serialize(s_snapshot))));

    [Fact]
    public void A_version_is_read_with_the_columns_that_it_was_built_with() =>
        Assert.Equal([LogicalType.Int64], s_snapshot.Models["mart"].ToRelation("mart").Columns.Select(column => column.Type));

    [Fact]
    public void Runs_are_ranked_by_source_time_then_key_in_any_order()
    {
        var time = DateTimeOffset.UnixEpoch;
        PublishedRun[] runs = [new("c", 1, "x.csv", time.AddHours(1)), new("b", 1, "z.csv", time), new("a", 1, "y.csv", time)];

        Assert.Equal(["a", "b", "c"], DatasetVersion.Of(runs).Runs.Select(run => run.RunId));
        Assert.Equal(DatasetVersion.Of(runs).Fingerprint, DatasetVersion.Of(runs.Reverse()).Fingerprint);
    }

    static string[] Planned(IReadOnlyDictionary<string, string> hashes, DatasetVersion duff, Snapshot? previous, params string[] asked) =>
        [
            .. BuildPlan.Of(
                s_graph,
                hashes,
                Fingerprints(duff),
                previous,
                asked).Waves.SelectMany(wave => wave).Select(model => $"{model.Model} {model.Reason}"),
        ];

    static Dictionary<string, string> Fingerprints(DatasetVersion duff) =>
        new() { ["duff"] = duff.Fingerprint, ["retail"] = s_retail.Fingerprint };

    static ModelGraph GraphOf() => ModelGraph.Of(
        [
            Samples.Model("stg_duff", "{{ source('duff') }}"),
            Samples.Model("stg_retail", "{{ source('retail') }}"),
            Samples.Model("fact_duff", "{{ ref('stg_duff') }}"),
            Samples.Model("mart", "{{ ref('fact_duff') }}, {{ ref('stg_retail') }}"),
        ],
        ["duff", "retail"]);
}
