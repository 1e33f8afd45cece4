using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Fuzz.Targets.Csv;

/// <summary>Contracts whose files are written in every dialect and have columns of every type.</summary>
static class FuzzContracts
{
    public static IReadOnlyList<DatasetContract> All { get; } =
    [
        Of("delimiter: \",\""), Of("delimiter: auto"), Of("encoding: auto"), Of("header: none"), Of("header: search, headerLines: 2"),
        Of("skip: 1, headerLinesAfter: 1, comment: \"#\""), Of("delimiter: \";\", escape: \"\\\\\", trailingDelimiter: true"),
        Of("delimiter: \"||\", spacedQuotes: true"), Of("decimal: \",\", thousands: \".\", currency: [€], delimiter: \";\""),
        Of("encoding: windows-1252, quote: \"'\""), Of("spacedQuotes: true", ", hides: card"),
    ];

    static DatasetContract Of(string dialect, string hiding = "")
    {
        var loaded = ContractLoader.Load(
            $$"""
            dataset: bookings
            version: 1
            domain: fuzz
            description: Bookings
            source: { prefix: fuzz/ }
            dialect: { {{dialect}} }
            onDuplicateKey: latest
            rejectBudget: { fraction: 0.9, rows: 100 }
            partitionBy: [day, kind]
            maxPartitions: 40
            columns:
              - { name: id, type: int64, required: true, key: true, min: 1, description: Id }
              - { name: at, type: timestamp, formats: ["dd.MM.yyyy HH:mm"], zone: Europe/Berlin, description: When }
              - { name: day, type: date, formats: [yyyy-MM-dd, d/M/yyyy], description: Day }
              - { name: amount, type: "decimal(12,2)", max: 100000, aliases: [sum], description: Amount }
              - { name: rate, type: double, description: Rate }
              - { name: units, type: int32, min: 0, description: Units }
              - { name: paid, type: bool, trueWords: [yes, y], falseWords: [no, n], description: Whether it is paid }
              - { name: kind, type: string, known: [web, shop], case: lower, description: Kind }
              - { name: state, type: string, oneOf: [open, done], nullTokens: [none], description: State }
              - { name: note, type: string, description: Note }
              - { name: card, type: string, description: Card }
            derived:
              - { name: total, type: "decimal(18,2)", is: amount * units, description: Total }
              - { name: card_hash, type: string, is: keyed_hash(card){{hiding}}, description: Hash of the card }
            """,
            "bookings.yaml");
        return loaded.Contract ?? throw new InvalidOperationException(string.Join('\n', loaded.Errors));
    }
}
