using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>Contracts for files as people send them, beside the shipped one of orders.</summary>
static class WildContracts
{
    const string Bookings = """
        domain: wild
        description: Bookings
        rejectBudget: { fraction: 0.9, rows: 100 }
        columns:
          - { name: id, type: string, required: true, key: true, description: Id }
          - { name: at, type: timestamp, required: true, description: When }
          - { name: amount, type: "decimal(12,2)", description: Amount }
          - { name: paid, type: bool, description: Whether it is paid }
          - { name: note, type: string, description: Note }
        """;

    static readonly Dictionary<string, string> s_contracts = new()
    {
        ["parcels"] = """
            dataset: parcels
            version: 1
            domain: wild
            description: Parcels, with nothing required
            source: { prefix: wild/parcels/, pattern: "*.csv*" }
            columns:
              - { name: depot_code, source: Depot Code, type: string, description: Depot }
              - { name: fee, source: "Fee, EUR", type: string, description: Fee }
              - { name: origin, source: Ship-From, type: string, description: Town }
            """,
        ["levels.v1"] = """
            dataset: levels
            version: 1
            domain: wild
            description: Levels
            source: { prefix: wild/levels/, pattern: "*.csv*" }
            columns:
              - { name: tank, type: string, required: true, description: Tank }
              - { name: litres, type: int32, required: true, description: Litres }
            """,
        ["levels"] = """
            dataset: levels
            version: 2
            validFrom: 2025-06-01
            domain: wild
            description: Levels
            source: { prefix: wild/levels/, pattern: "*.csv*" }
            columns:
              - { name: tank, type: string, required: true, description: Tank }
              - { name: hectolitres, type: int32, required: true, description: Hectolitres }
            """,
        ["days"] = """
            dataset: days
            version: 1
            domain: wild
            description: Days
            source: { prefix: wild/days/, pattern: "*.csv*" }
            partitionBy: [day]
            maxPartitions: 300
            columns:
              - name: day
                type: date
                required: true
                formats: [yyyy-MM-dd, "yyyy-MM-dd HH:mm:ss", dd/MM/yyyy, yyyy-M-d]
                description: Day
              - { name: visits, type: int32, description: Visits }
            """,
        ["bookings"] = Of("bookings", "encoding: auto"),
        ["bookings_1252"] = Of("bookings_1252", "encoding: windows-1252"),
        ["bookings_search"] = Of("bookings_search", "header: search"),
        ["bookings_none"] = Of("bookings_none", "header: none"),
        ["bookings_skip"] = Of("bookings_skip", "skip: 2, headerLinesAfter: 1"),
        ["bookings_comment"] = Of("bookings_comment", "comment: \"#\""),
        ["bookings_escape"] = Of("bookings_escape", "escape: \"\\\\\""),
        ["bookings_trailing"] = Of("bookings_trailing", "trailingDelimiter: true"),
        ["bookings_unique"] = Of("bookings_unique", "delimiter: auto", "onDuplicateKey: reject"),
        ["bookings_any"] = Of("bookings_any", "delimiter: auto", "onDuplicateKey: allow"),
        ["bookings_caret"] = Of("bookings_caret", "delimiter: \"^\""),
        ["bookings_bars"] = Of("bookings_bars", "delimiter: \"||\""),
        ["bookings_broken_bar"] = Of("bookings_broken_bar", "delimiter: \"¦\", escape: \"\\\\\", trailingDelimiter: true"),
        ["bookings_comma_space"] = Of("bookings_comma_space", "delimiter: \", \""),
        ["bookings_minus"] = Of("bookings_minus", "delimiter: \"|-\""),
        ["sales"] = """
            dataset: sales
            version: 1
            domain: wild
            description: Sales by quarter
            source: { prefix: wild/sales/, pattern: "*.csv*" }
            dialect: { header: search, headerLines: 2 }
            columns:
              - { name: region, type: string, required: true, description: Region }
              - { name: first, source: 2025 Q1, type: int32, description: First quarter }
              - { name: second, source: 2025 Q2, type: int32, description: Second quarter }
            """,
        ["bookings_comma"] = Of("bookings_comma", "decimal: \",\", thousands: \".\", currency: [€]"),
        ["bookings_local"] = Of("bookings_local", "delimiter: auto")
            .Replace(
                "type: timestamp,", "type: timestamp, formats: [\"dd.MM.yyyy HH:mm\"], zone: Europe/Berlin,", StringComparison.Ordinal),
        ["bookings_words"] = Of("bookings_words", "delimiter: auto")
            .Replace(
                "type: bool,", "type: bool, trueWords: [yes, y, t, \"1.0\"], falseWords: [no, n, f, \"0.0\"],", StringComparison.Ordinal),
    };

    // One per process, like the copy of the shipped definitions.
    static readonly TemporaryFolder s_folder = new();

    static WildContracts() => AppDomain.CurrentDomain.ProcessExit += (_, _) => s_folder.Dispose();

    public static DefinitionFolder Folder { get; } = Write();

    public static IReadOnlyList<DatasetContract> All { get; } = ContractLoader.LoadFolder(Folder.Contracts).Contracts;

    static string Of(string dataset, string dialect, string keys = "onDuplicateKey: latest") =>
        $$"""
        dataset: {{dataset}}
        version: 1
        source: { prefix: wild/{{dataset}}/, pattern: "*.csv*" }
        dialect: { {{dialect}} }
        {{keys}}
        {{Bookings}}
        """;

    static DefinitionFolder Write()
    {
        foreach (var folder in (string[])["contracts", "models", "audits", "reports"])
            Directory.CreateDirectory(Path.Combine(s_folder["wild"], folder));
        foreach (var (name, text) in s_contracts)
            File.WriteAllText(Path.Combine(s_folder["wild"], "contracts", $"{name}.yaml"), text);
        File.Copy(
            Path.Combine(DefinitionFolder.Default.Contracts, "duff_orders.yaml"),
            Path.Combine(s_folder["wild"], "contracts", "duff_orders.yaml"));
        return new(s_folder["wild"]);
    }
}
