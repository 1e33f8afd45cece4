using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Sql;

public sealed class SqlDefinitionsTests : IDisposable
{
    readonly string _root = Directory.CreateTempSubdirectory("duffbeer-definitions-").FullName;

    public SqlDefinitionsTests()
    {
        Write("models/duff/core/things.sql", Model("things", "{{ source('duff_orders') }}", "unique(id), no_negative_id"));
        Write(
            "audits/no_negative_id.sql",
            "-- audit: no_negative_id\n--\n-- Ids are positive.\nSELECT id FROM {{ ref('things') }} WHERE id < 0");
        Write("reports/all-things.sql", Report("all-things", "{{ ref('things') }}"));
        Write("models/settings.txt", "# Comment\n\nbound = 0.8  double  A bound");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Models_audits_reports_and_settings_are_found_in_their_folders()
    {
        var definitions = SqlDefinitions.Load(new(_root), [ShippedContracts.ByName["duff_orders"]]);

        var model = definitions.Graph.Models.Single();
        Assert.Equal(("things", "duff", Layer.Core), (model.Name, model.Domain, model.Layer));
        Assert.Equal(["things.unique(id)", "things.no_negative_id"], definitions.Audits.Select(audit => audit.Name));
        Assert.Equal(["all-things"], definitions.Reports.Select(report => report.Name));
        Assert.Equal(0.8, definitions.SettingValues["bound"].Value);
    }

    [Theory]
    [InlineData("models/duff/core/other.sql", "{{ ref('none') }}", "models/duff/core/other.sql:9:19: ref('none'): there is no such model")]
    [InlineData("models/duff/core/other.sql", "{{ source('none') }}", "source('none'): there is no such dataset")]
    [InlineData("models/duff/core/other.sql", "t WHERE {{ setting('none') }}", "setting('none'): unknown name; known are bound")]
    [InlineData(
        "models/duff/core/other.sql",
        "t WHERE {{ fixed_key('duff_orders.none', x) }}",
        "fixed_key('duff_orders.none'): unknown name; known are duff_orders.point_of_sale_channel, duff_orders.status")]
    [InlineData("models/duff/core/other.sql", "t WHERE 1 / 2 = 0", "models/duff/core/other.sql:9:26: /: engines divide")]
    [InlineData("models/duff/other.sql", "t", "models/duff/other.sql:1:1: a model belongs in models/<domain>/<layer>/")]
    [InlineData("models/duff/gold/other.sql", "t", "the layers are staging, core, marts")]
    public void A_mistake_in_a_model_is_named(string file, string from, string message)
    {
        Write(file, Model("other", from, "unique(id)"));

        Assert.Contains(message, Errors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_unused_audit_is_a_mistake()
    {
        Write("models/duff/core/other.sql", Model("other", "t", "unknown_audit"));
        Write("audits/lonely.sql", "-- audit: lonely\n--\n-- Unused.\nSELECT id FROM {{ ref('none') }}");

        var errors = Errors();
        Assert.Contains("models/duff/core/other.sql:4:1: there is no audit unknown_audit", errors, StringComparison.Ordinal);
        Assert.Contains("audits/lonely.sql:1:1: no model names the audit lonely", errors, StringComparison.Ordinal);
        Assert.Contains("audits/lonely.sql:4:19: ref('none')", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_reads_no_model_is_a_mistake()
    {
        Write("reports/other.sql", Report("other", "{{ ref('none') }}"));

        Assert.Contains("reports/other.sql:10:19: ref('none'): unknown name; known are things", Errors(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("values(none.id)", "values: there is no model none")]
    [InlineData("values(thing.id)", "values: there is no model thing (did you mean things?)")]
    [InlineData("values(things.ident)", "values: the model things has no column ident")]
    [InlineData("values(things.id, idd)", "values: the model things has no column idd (did you mean id?)")]
    public void Values_of_a_parameter_that_are_nowhere_are_a_mistake_with_its_line(string values, string mistake)
    {
        var report = Report("other", "{{ ref('things') }} WHERE id = {{ id }}");
        Write(
            "reports/other.sql",
            report.Replace("-- order:", $"-- parameters:\n--   id  int64  {values}  Id\n-- order:", StringComparison.Ordinal));

        Assert.Contains($"reports/other.sql:6:1: {mistake}", Errors(), StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_are_listed_without_the_models_that_they_read()
    {
        Directory.Delete(Path.Combine(_root, "models"), recursive: true);

        Assert.Equal(["all-things"], SqlDefinitions.LoadReports(new(_root)).Select(report => report.Name));
    }

    [Fact]
    public void A_mistake_in_a_report_is_reported_even_if_only_reports_are_listed()
    {
        Write("reports/all-things.sql", Report("other", "{{ ref('things') }}"));

        var failure = Assert.Throws<TerminalException>(() => SqlDefinitions.LoadReports(new(_root)));
        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        Assert.Contains("reports/all-things.sql:1:1: 'other' is not a valid report name", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bound = high  double  A bound", "bound must be a number (double), not 'high'")]
    [InlineData("bound = 2  double  max(1)  A bound", "bound must be at most 1, not 2")]
    [InlineData("bound = a  string  min(1)  A bound", "the rule min(1) does not fit string")]
    [InlineData("bound 0.8 double", "expected 'name = value  type  [oneOf(a, b, …)]")]
    [InlineData("bound = 0.8  double  A\nbound = 0.9  double  B", "models/settings.txt:2:1: the setting bound is set twice")]
    public void A_wrong_setting_is_a_mistake(string settings, string message)
    {
        Write("models/settings.txt", settings);

        Assert.Contains(message, Errors(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_a_mistake() =>
        Assert.Contains(
            "the folder does not exist",
            Assert.Throws<TerminalException>(() => SqlDefinitions.Load(new("/nowhere"), [])).Message,
            StringComparison.Ordinal);

    string Errors()
    {
        var failure = Assert.Throws<TerminalException>(() => SqlDefinitions.Load(new(_root), [ShippedContracts.ByName["duff_orders"]]));
        Assert.Equal(ProblemCode.DefinitionInvalid, failure.Code);
        return failure.Message;
    }

    void Write(string file, string text)
    {
        var path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    static string Model(string name, string from, string audits) =>
        $"""
        -- model: {name}
        -- grain: id
        -- owner: sales
        -- audits: {audits}
        -- columns:
        --   id  int64  Id
        --
        -- Things.
        SELECT id FROM {from}
        """;

    static string Report(string name, string from) =>
        $"""
        -- report: {name}
        -- title: Things
        -- domain: duff
        -- model: things
        -- order: id
        -- columns:
        --   id  int64  Id
        --
        -- Things.
        SELECT id FROM {from}
        """;
}
