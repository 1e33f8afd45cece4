using DuffBeer.Core.Models;
using DuffBeer.Definitions;
using DuffBeer.Definitions.Sql;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>Unit tests of models, as files.</summary>
public sealed class UnitTestTests : IDisposable
{
    const string Case = "mine/tests/things_named/one.yaml";

    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Every_shipped_mart_has_a_unit_test_and_all_of_them_pass()
    {
        var folder = DefinitionFolder.Default;

        var results = await ModelTests.RunAsync(folder, new LoadedDefinitions(folder).Models, model: null, default);

        var marts = new LoadedDefinitions(folder).Models.Graph.Models.Where(model => model.Layer == Layer.Mart);
        Assert.Empty(marts.Select(model => model.Name).Except(results.Select(result => result.Test.Model)));
        Assert.Empty(
            results.SelectMany(result => result.Differences.Select(found => $"{result.Test.File}:{found.Line}: {found.Text}")));
    }

    [Fact]
    public async Task A_row_is_compared_in_the_columns_that_the_test_names()
    {
        _project.Write(Case, """
            description: Names stay as they are.
            given:
              things: |
                thing_id,name
                1,One
                2,
            expect:
              - {thing_id: 1, name: One}
              - {thing_id: 2, name: null}
            """);
        _project.Write("mine/tests/things_named/only-ids.yaml", """
            description: Only the ids matter.
            given: {things: [{thing_id: 7}]}
            expect: [{thing_id: 7}]
            """);

        var call = await TestAsync();

        Assert.True(call.Code == 0, call.Out + call.Error);
        Assert.Contains("2 passed, 0 failed.", call.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Differences_say_which_row_and_column_and_what_was_expected_and_found()
    {
        _project.Write(Case, """
            description: All wrong.
            given:
              things:
                - {thing_id: 1, name: One}
                - {thing_id: 2, name: Two}
            expect:
              - {thing_id: 1, name: Uno}
              - {thing_id: 3, name: Three}
            """);

        var call = await TestAsync();
        var check = await _project.CallAsync("check", "--data", "--definitions", _project["mine"], "--only");
        var json = await TestAsync("--json");

        Assert.Equal((1, 1, 1), (call.Code, check.Code, json.Code));
        Assert.Contains("line 7: row thing_id = 1: name is One, expected Uno", call.Out, StringComparison.Ordinal);
        Assert.Contains("line 8: missing row: thing_id = 3, name = Three", call.Out, StringComparison.Ordinal);
        Assert.Contains("line 8: extra row: thing_id = 2, name = Two", call.Out, StringComparison.Ordinal);
        Assert.Contains("one.yaml:7:1: row thing_id = 1: name is One, expected Uno", check.Error, StringComparison.Ordinal);
        Assert.Contains("\"ok\": false", json.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("things: [{thing: 1}]", "one.yaml:2:26: things has no column thing (did you mean thing_id?)")]
    [InlineData("things: [{thing_id: x}]", "one.yaml:2:29: thing_id: expected a whole number, but found 'x'")]
    [InlineData("thing: []", "the model things_named does not read thing (did you mean things?); it reads things")]
    public async Task A_mistake_of_a_test_is_told_with_its_place(string given, string told)
    {
        _project.Write(Case, $"description: Wrong.\ngiven: {{{given}}}\nexpect: []\n");

        var call = await TestAsync();

        Assert.Equal(1, call.Code);
        Assert.Contains(told, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_and_the_as_of_date_are_part_of_a_test()
    {
        _project.Write("mine/models/settings.txt", "as_of = none  date  Date of the figures\nfactor = 2  int32  min(1)  A factor\n");
        _project.Write("mine/models/shop/core/shop_as_of.sql", """
            -- model: shop_as_of
            -- grain: as_of
            -- owner: tests
            -- columns:
            --   as_of  date  Date of the figures
            --
            -- The date.
            SELECT COALESCE({{ setting('as_of') }}, DATE '2000-01-01') AS as_of
            """);
        _project.Write("mine/models/shop/marts/ages.sql", """
            -- model: ages
            -- grain: thing_id
            -- owner: tests
            -- columns:
            --   thing_id  int64   Id
            --   day       date    Date of the figures
            --   share     double  A third
            --
            -- Ages.
            SELECT thing_id * {{ setting('factor') }} AS thing_id, as_of AS day, {{ ratio(1, 3) }} AS share
            FROM {{ ref('things_named') }} CROSS JOIN {{ ref('shop_as_of') }}
            """);
        _project.Write("mine/tests/ages/as-of.yaml", """
            description: The date and the factor.
            as_of: 2026-01-31
            settings: {factor: 10}
            given: {things_named: [{thing_id: 4}]}
            expect: [{thing_id: 40, day: 2026-01-31, share: 0.333}]
            """);

        var call = await TestAsync("ages");

        Assert.True(call.Code == 0, call.Out + call.Error);
    }

    Task<Commands.Call> TestAsync(params string[] more) =>
        _project.CallAsync(["test", .. more, "--definitions", _project["mine"], "--only"]);
}
