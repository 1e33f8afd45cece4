using DuffBeer.Core.Contracts;

namespace DuffBeer.Local.Projects;

/// <summary>The files of a first project: one definition of each kind over one dataset, and how to go on.</summary>
sealed class ProjectFiles(string dataset, string domain, FileGuess guess, string sample)
{
    readonly string _model = $"{dataset}_summary";
    readonly string _report = $"{dataset}-summary".Replace('_', '-');
    readonly ColumnGuess? _part = guess.Columns.Where(column => column.Type.Kind == TypeKind.String && column.Filled > 0)
        .OrderByDescending(column => column.Known.Count > 0)
        .FirstOrDefault();
    readonly ColumnGuess? _measure = guess.Columns.FirstOrDefault(column => column.Type.Kind is TypeKind.Decimal or TypeKind.Double);

    /// <summary>Path in the project → text.</summary>
    public IEnumerable<(string Path, string Text)> All() =>
    [
        ($"contracts/{dataset}.yaml", new ContractText(dataset, domain, guess).Write()),
        ($"models/{domain}/marts/{_model}.sql", Model()),
        ($"reports/{_report}.sql", Report()),
        ($"dashboards/{dataset}.yaml", Page()),
        ($"tests/{_model}/two-rows-of-one-part.yaml", Test()),
        ("README.md", Readme()),
    ];

    string Part => _part?.Name ?? "part";

    string PartSql => _part is null ? "'all'" : $"COALESCE({_part.Name}, 'unknown')";

    string TotalType => _measure!.Type.Kind == TypeKind.Double ? "double" : $"decimal(18,{_measure.Type.Scale})";

    string Total => $"total_{_measure!.Name}";

    string Columns() => $"--   {Part}  string  {(_part is null ? "All rows" : $"{Clean(_part.Header)}; unknown where it is empty")}\n"
        + "--   row_count  int64  Rows"
        + (_measure is null ? "" : $"\n--   {Total}  {TotalType}  Sum of {Clean(_measure.Header)}");

    string Names() => $"{Part}, row_count{(_measure is null ? "" : $", {Total}")}";

    string Model() => $$$"""
        -- model:    {{{_model}}}
        -- grain:    {{{Part}}}
        -- owner:    me
        -- audits:   unique({{{Part}}}), not_null({{{Part}}})
        -- columns:
        {{{Columns()}}}
        --
        -- Rows of {{{dataset}}} by {{{Part}}}.

        SELECT
            {{{PartSql}}} AS {{{Part}}},
            COUNT(*) AS row_count{{{(_measure is null ? "" : $",\n    SUM({_measure.Name}) AS {Total}")}}}
        FROM {{ source('{{{dataset}}}') }}
        GROUP BY {{{(_part is null ? "1" : PartSql)}}}

        """;

    string Report() => $$$"""
        -- report:   {{{_report}}}
        -- title:    Summary of {{{dataset}}}
        -- domain:   {{{domain}}}
        -- model:    {{{_model}}}
        -- order:    row_count desc, {{{Part}}}
        -- columns:
        {{{Columns()}}}
        --
        -- Rows of {{{dataset}}} by {{{Part}}}, the most first.

        SELECT {{{Names()}}}
        FROM {{ ref('{{{_model}}}') }}

        """;

    string Page() => $$"""
        # yaml-language-server: $schema=../.vscode/page.schema.json
        page: {{_report}}
        title: Summary of {{dataset}}
        description: Rows of {{dataset}} by {{Part}}.
        domain: {{domain}}
        rows:
          - tiles:
              - {title: Rows by {{Part}}, draw: bar, report: {{_report}}, x: {{Part}}, y: row_count, width: 6}
              - {title: All parts, draw: table, report: {{_report}}, width: 6}

        """;

    string Test()
    {
        var given = (_part, _measure) switch
        {
            (null, null) => ("{}", "{}"),
            (null, _) => ($"{{{_measure.Name}: 1.5}}", $"{{{_measure.Name}: 2.5}}"),
            (_, null) => ($"{{{Part}: one}}", $"{{{Part}: one}}"),
            _ => ($"{{{Part}: one, {_measure.Name}: 1.5}}", $"{{{Part}: one, {_measure.Name}: 2.5}}"),
        };
        return $$"""
            # yaml-language-server: $schema=../../.vscode/test.schema.json
            description: Two rows of one part are counted{{(_measure is null ? "" : " and added")}}.
            given:
              {{dataset}}:
                - {{given.Item1}}
                - {{given.Item2}}
            expect:
              - {{{Part}}: {{(_part is null ? "all" : "one")}}, row_count: 2{{(_measure is null ? "" : $", {Total}: 4.0")}}}

            """;
    }

    string Readme() => $"""
        # Definitions of {domain}

        | file | what it is |
        |---|---|
        | `contracts/{dataset}.yaml` | what a file of {dataset} contains, guessed from a sample: read it first |
        | `models/{domain}/marts/{_model}.sql` | a table made of it, with its audits |
        | `reports/{_report}.sql` | a question with an address: `/api/reports/{_report}` |
        | `dashboards/{dataset}.yaml` | a page that shows the report |
        | `tests/{_model}/` | a unit test of the model |

        In this folder:

            duffbeer check --definitions .
            duffbeer test {_model} --definitions .
            duffbeer ingest {sample} --dataset {dataset} --definitions .
            duffbeer report {_report}
            duffbeer serve

        `--definitions .` adds this folder to the definitions that come with the program; add `--only` to leave those out. The home
        remembers the folder, so later commands need no option.

        """;

    static string Clean(string header) =>
        string.Concat(header.Select(letter => char.IsControl(letter) || letter is '{' or '}' ? ' ' : letter)).Trim();
}
