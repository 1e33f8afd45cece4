using System.Globalization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Contracts;

/// <summary>The versions of one dataset's contract, each valid from a date on. Their table has the columns of all versions.</summary>
public sealed class ContractVersions
{
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: versions contradict each other.</exception>
    public ContractVersions(IEnumerable<DatasetContract> versions)
    {
        var ordered = versions.OrderBy(contract => contract.ValidFrom ?? DateOnly.MinValue).ToList();
        foreach (var (older, newer) in ordered.Zip(ordered.Skip(1)))
        {
            if (Contradiction(older, newer) is { } problem)
                throw new TerminalException(ProblemCode.DefinitionInvalid, $"{newer.Name}: {problem}.");
        }

        if (FieldId.Clash(ordered.SelectMany(contract => contract.StoredColumns)) is { } clash)
            throw new TerminalException(ProblemCode.DefinitionInvalid, $"{ordered[^1].Name}: {clash}.");

        var current = ordered[^1].StoredColumns.Select(column => column.Name).ToHashSet();
        var retired = ordered.SkipLast(1).Reverse().SelectMany(contract => contract.StoredColumns)
            .DistinctBy(column => column.Name)
            .Where(column => !current.Contains(column.Name))
            .Select(column => column with { Nullable = true });
        All = [.. ordered.SkipLast(1), ordered[^1] with { Retired = [.. retired] }];
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<DatasetContract> All { get; }

    public DatasetContract Newest => All[^1];

    public DatasetContract? Find(int version) => All.FirstOrDefault(contract => contract.Version == version);

    /// <summary>The newest version valid on the UTC day of that time, or the oldest.</summary>
    public DatasetContract At(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return All.LastOrDefault(contract => (contract.ValidFrom ?? DateOnly.MinValue) <= day) ?? All[0];
    }

    /// <summary>Why the newer version cannot follow the older one; null if it can.</summary>
    public static string? Contradiction(DatasetContract older, DatasetContract newer)
    {
        if (older.Version == newer.Version)
            return $"two contracts are version {newer.Version}; give the later one the next number and a validFrom date";
        if (older.ValidFrom == newer.ValidFrom)
            return $"versions {older.Version} and {newer.Version} are valid from the same date, {From(newer)}; " +
                "give the later one a later date";
        if (older.Version > newer.Version)
            return $"version {newer.Version} is valid from {From(newer)}, after version {older.Version} from {From(older)}; " +
                "numbers and dates must rise together";

        var types = older.StoredColumns.ToDictionary(column => column.Name, column => column.Type);
        return newer.StoredColumns.FirstOrDefault(
            column => types.TryGetValue(column.Name, out var type) && type != column.Type) is { } changed
            ? $"{changed.Name} is {types[changed.Name]} in version {older.Version} and {changed.Type} in version {newer.Version}; " +
                "one table cannot hold both, so give it another name"
            : null;
    }

    static string From(DatasetContract contract) =>
        contract.ValidFrom?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "the beginning";
}
