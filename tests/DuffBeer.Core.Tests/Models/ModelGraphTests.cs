using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Tests.Models;

public sealed class ModelGraphTests
{
    static readonly SqlModel[] s_models =
    [
        Samples.Model("mart", "{{ ref('fact') }}, {{ ref('dim') }}"),
        Samples.Model("fact", "{{ ref('stg') }}"),
        Samples.Model("dim", "{{ ref('stg') }}"),
        Samples.Model("stg", "{{ source('raw') }}"),
        Samples.Model("fixed"),
    ];

    [Fact]
    public void A_model_is_in_the_first_wave_after_all_that_it_reads() =>
        Assert.Equal(
            [["fixed", "stg"], ["dim", "fact"], ["mart"]],
            ModelGraph.Of(s_models, ["raw"]).Waves.Select(wave => wave.Select(model => model.Name).ToArray()));

    [Fact]
    public void A_change_affects_everything_that_reads_it()
    {
        var graph = ModelGraph.Of(s_models, ["raw"]);

        Assert.Equal(["dim", "fact", "mart", "stg"], graph.Downstream(["raw"]).Order());
        Assert.Equal(["mart"], graph.Downstream(["dim"]));
        Assert.Empty(graph.Downstream(["mart"]));
    }

    [Fact]
    public void Only_models_that_read_each_other_are_refused()
    {
        SqlModel[] models =
        [
            Samples.Model("a", "{{ ref('b') }}"),
            Samples.Model("b", "{{ ref('a') }}"),
            Samples.Model("c", "{{ ref('b') }}"),
        ];

        Assert.Equal(
            ["a.sql:1:1: a reads itself, by way of b", "b.sql:1:1: b reads itself, by way of a"],
            ModelGraph.Check(models, []).Select(error => error.ToString()));
    }

    [Fact]
    public void A_model_that_reads_itself_is_refused() =>
        Assert.Contains(
            "a reads itself", ModelGraph.Check([Samples.Model("a", "{{ ref('a') }}")], []).Single().Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_input_is_reported_with_its_place()
    {
        var failure = Assert.Throws<TerminalException>(
            () => ModelGraph.Of([Samples.Model("a", "{{ ref('none') }}, {{ source('nothing') }}")], ["raw"]));

        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        Assert.Contains("a.sql:9:26: ref('none'): there is no such model", failure.Message, StringComparison.Ordinal);
        Assert.Contains("source('nothing'): there is no such dataset", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_belongs_to_one_model_or_dataset() =>
        Assert.Equal(2, ModelGraph.Check([Samples.Model("a"), Samples.Model("a"), Samples.Model("raw")], ["raw"]).Count);
}
