using DuffBeer.Fuzz.Engine;
using DuffBeer.Fuzz.Targets.Csv;
using DuffBeer.Fuzz.Targets.Definitions;
using DuffBeer.Fuzz.Targets.Files;
using DuffBeer.Fuzz.Targets.Requests;

namespace DuffBeer.Fuzz.Targets;

/// <summary>Every target by its name.</summary>
static class AllTargets
{
    static readonly Dictionary<string, Func<FuzzTarget>> s_all = new()
    {
        ["units"] = () => new UnitsTarget(),
        ["csv"] = () => new CsvTarget(),
        ["gzip"] = () => new GzipTarget(),
        ["corrections"] = () => new CorrectionsTarget(),
        ["contract"] = () => new ContractTarget(),
        ["odcs"] = () => new OdcsTarget(),
        ["sql"] = () => new SqlTarget(),
        ["events"] = () => new EventsTarget(),
        ["tokens"] = () => new TokensTarget(),
        ["avro"] = () => new AvroTarget(),
        ["journal"] = () => new JournalTarget(),
    };

    public static IReadOnlyList<string> Names { get; } = [.. s_all.Keys];

    public static FuzzTarget Named(string name) =>
        s_all.TryGetValue(name, out var target)
            ? target()
            : throw new ArgumentException($"There is no target '{name}': choose {string.Join(", ", Names)}, or all.", nameof(name));
}
