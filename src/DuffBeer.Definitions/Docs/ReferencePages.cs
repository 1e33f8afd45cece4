using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Docs;

/// <summary>The reference of what definition files may say, and of all codes: from schemas and code only.</summary>
static class ReferencePages
{
    /// <summary>The pages by name.</summary>
    public static IEnumerable<(string Name, IEnumerable<string> Lines)> Of(SqlDefinitions sql) =>
    [
        ("contracts.md", Contracts()),
        ("models.md", Models()),
        ("reports.md", Reports()),
        ("pages.md", Pages()),
        ("unit-tests.md", UnitTests()),
        ("settings.md", Settings(sql)),
        ("codes.md", Codes()),
        ("data-model.md", DataModelPage.Of([.. sql.Graph.Models.OrderBy(model => model.Name, StringComparer.Ordinal)])),
    ];

    static IEnumerable<string> Contracts() =>
    [
        "# Keys of a contract",
        "",
        "A contract is a YAML file in `contracts/`. [How to write one](../guide/definitions.md#datasets) explains the choices.",
        "",
        .. SchemaTables.Of("contracts/contract.schema.json"),
        "## Functions of derived columns",
        "",
        "Expressions have `+`, `-`, `*`, division by a constant power of ten, comparisons, `and`, `or`, `not`, `case when … then … else …",
        "end`, columns, and these functions:",
        "",
        .. Markdown.Table(["function", "gives"], Expression.Functions.Select(function => (IReadOnlyList<string>)
            [Markdown.Code(function.Shape), Markdown.Text(function.Meaning)])),
    ];

    static IEnumerable<string> Models() =>
    [
        "# Headers of models and audits",
        "",
        "A model is `models/<domain>/<layer>/<name>.sql` with one SELECT; the layers are `staging`, `core` and `marts`. An audit is",
        "`audits/<name>.sql`. A header is comment lines `-- key: value`, then an empty comment line, then a description.",
        "[How to write one](../guide/definitions.md#models) has an example. For tools, the keys are also a JSON Schema:",
        "[models](model.schema.json), [audits](audit.schema.json).",
        "",
        "## Model",
        "",
        .. Keys(SqlModelFile.Keys),
        "## Audit",
        "",
        "The SELECT returns rows that must not exist; `{{ this }}` is the model whose header names the audit.",
        "",
        .. Keys(AuditFile.Keys),
        "## Audits that need no file",
        "",
        .. Markdown.Table(["audit", "means"], BuiltInAudit.All.Select(audit => (IReadOnlyList<string>)
            [Markdown.Code(audit.Name), Markdown.Text(audit.Description)])),
        "## Template functions",
        "",
        "SQL that DuckDB and Athena do not read alike is written as a template: `{{ ratio(a, b) }}`.",
        "",
        .. Markdown.Table(["function", "gives"], TemplateFunction.All.Values.Select(function => (IReadOnlyList<string>)
            [Markdown.Code(function.Usage), function.Description])),
    ];

    static IEnumerable<string> Reports() =>
    [
        "# Header of a report",
        "",
        "A report is `reports/<name>.sql` with one SELECT over models. [How to write one](../guide/definitions.md#reports) has an example.",
        "For tools, the keys are also a [JSON Schema](report.schema.json).",
        "",
        .. Keys(ReportFile.Keys),
        "## Parameters",
        "",
        "A line is `name type rules description`. In the SELECT, `{{ name }}` is the value; it reaches the engine as a parameter.",
        "",
        .. Markdown.Table(["rule", "means"], ReportParameter.Rules.Select(rule => (IReadOnlyList<string>)
            [Markdown.Code(rule.Name), Markdown.Text(rule.Description)])),
    ];

    static IEnumerable<string> Pages() =>
    [
        "# Keys of a page",
        "",
        "A page is a YAML file in `dashboards/`. [Your own page in five minutes](../guide/dashboards.md#your-own-page-in-five-minutes) has",
        "an example, and [kinds of tiles](../guide/dashboards.md#kinds-of-tiles) says which keys each kind needs.",
        "",
        .. SchemaTables.Of("dashboards/page.schema.json"),
    ];

    static IEnumerable<string> UnitTests() =>
    [
        "# Keys of a unit test",
        "",
        "A unit test is `tests/<model>/<case>.yaml`. [Unit tests of models](../guide/model-tests.md) has an example and explains the rows.",
        "",
        .. SchemaTables.Of("tests/test.schema.json"),
    ];

    static IEnumerable<string> Settings(SqlDefinitions sql) =>
    [
        "# Settings of models",
        "",
        "An operator changes one with `duffbeer refresh --set NAME=VALUE`; `--set NAME=` restores its default. Only models that read it",
        "are built again. They are defined in [`models/settings.txt`](../../src/DuffBeer.Definitions/models/settings.txt).",
        "",
        .. Markdown.Table(
            ["setting", "type", "default", "means", "read by"], sql.Settings.Values.Select(setting => Row(setting, sql))),
    ];

    static IReadOnlyList<string> Row(Setting setting, SqlDefinitions sql) =>
    [
        Markdown.Code(setting.Name),
        setting.Default.Type.ToString(),
        Markdown.Code(SettingText.Of(setting.Default)),
        Markdown.Text(setting.Description),
        Readers(setting.Name, sql),
    ];

    static string Readers(string setting, SqlDefinitions sql) => Markdown.Codes(
        from model in sql.Graph.Models
        where model.Sql.Settings.Contains(setting)
        orderby model.Name
        select model.Name);

    static IEnumerable<string> Codes() =>
    [
        "# Codes",
        "",
        "Codes are stored and served, so they are never renamed.",
        "",
        "## Rejects",
        "",
        "Why a row was rejected. The run goes on unless the reject budget is exceeded.",
        "",
        .. Markdown.Table(["code", "means"], Enum.GetValues<RejectCode>().Select(code => (IReadOnlyList<string>)
            [Markdown.Code(code.ToString()), RejectCodes.Describe(code)])),
        "## Problems",
        "",
        "Why a run, a refresh or a request failed. In the API, `type` is `urn:duffbeer:problem:` and the code.",
        "",
        .. Markdown.Table(["code", "means", "what to do"],
            from code in Enum.GetValues<ProblemCode>()
            let text = ProblemCodes.Describe(code)
            select (IReadOnlyList<string>)[Markdown.Code(code.ToString()), text.Meaning, text.Mend]),
    ];

    static IEnumerable<string> Keys(IEnumerable<HeaderKey> keys) =>
        Markdown.Table(["key", "means"], keys.Select(key => (IReadOnlyList<string>)
            [Markdown.Code(key.Name), key.Description]));
}
