using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Contracts;

/// <summary>All datasets in all their versions, found by name, by source key or by a file's header.</summary>
public sealed class DatasetCatalog
{
    readonly Dictionary<string, ContractVersions> _byName;

    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: versions of a dataset contradict each other, or two datasets claim the
    /// same keys.</exception>
    public DatasetCatalog(IEnumerable<DatasetContract> contracts)
    {
        _byName = contracts.GroupBy(contract => contract.Name).ToDictionary(group => group.Key, group => new ContractVersions(group));
        All = [.. _byName.Values.Select(versions => versions.Newest).OrderBy(contract => contract.Name, StringComparer.Ordinal)];
        foreach (var rivals in All.GroupBy(contract => contract.Source).Where(group => group.Count() > 1))
            throw new TerminalException(ProblemCode.DefinitionInvalid,
                $"{string.Join(" and ", rivals.Select(contract => contract.Name))} claim the same keys, " +
                $"{rivals.Key.Prefix}{rivals.Key.Pattern}; give one of them a longer prefix or pattern.");
    }

    /// <summary>The newest version of each dataset, by name.</summary>
    public IReadOnlyList<DatasetContract> All { get; }

    /// <summary>The newest version.</summary>
    public DatasetContract? Find(string name) => _byName.GetValueOrDefault(name)?.Newest;

    public DatasetContract? Find(string name, int version) => _byName.GetValueOrDefault(name)?.Find(version);

    /// <summary>All versions of a dataset, the oldest first.</summary>
    public IReadOnlyList<DatasetContract> VersionsOf(string name) => _byName.GetValueOrDefault(name)?.All ?? [];

    /// <summary>The version for a source of that time: the newest valid by then, or the oldest.</summary>
    public DatasetContract? FindAt(string name, DateTimeOffset sourceTime) => _byName.GetValueOrDefault(name)?.At(sourceTime);

    /// <summary>
    /// The dataset that a source key belongs to: the longest prefix wins, then the longest pattern. Null if none claims it.
    /// </summary>
    /// <exception cref="TerminalException"><c>UnknownDataset</c>: several claim it equally.</exception>
    public DatasetContract? ForKey(string key)
    {
        var wanting = All
            .Where(contract => contract.Source.Wants(key))
            .GroupBy(contract => (contract.Source.Prefix.Length, contract.Source.Pattern.Length))
            .MaxBy(group => group.Key);
        if (wanting?.Count() > 1)
            throw new TerminalException(ProblemCode.UnknownDataset,
                $"'{key}' belongs equally to {string.Join(" and ", wanting.Select(contract => contract.Name))}; name the dataset, or " +
                "make one pattern longer.");
        return wanting?.Single();
    }

    /// <summary>
    /// The dataset whose columns a header matches best, even without all required ones; null if no name is known, or on a tie.
    /// </summary>
    public DatasetContract? NearestTo(IReadOnlyList<string> header) => Best(header, _ => true);

    /// <summary>
    /// The dataset whose required columns are all in a header; among several, the one that knows most of its names. Null if none, or on a
    /// tie.
    /// </summary>
    public DatasetContract? ForHeader(IReadOnlyList<string> header)
    {
        var names = Folded(header);
        return Best(header, contract =>
            contract.Columns.Any(column => column.Required) && contract.Columns.All(column => !column.Required || Has(names, column)));
    }

    DatasetContract? Best(IReadOnlyList<string> header, Func<DatasetContract, bool> fits)
    {
        var names = Folded(header);
        var candidates =
            from versions in _byName.Values
            let fitting = versions.All.Where(fits).ToList()
            where fitting.Count > 0
            select (versions.Newest, Known: fitting.Max(contract => contract.Columns.Count(column => Has(names, column))));
        var best = candidates.Where(candidate => candidate.Known > 0).GroupBy(candidate => candidate.Known).MaxBy(group => group.Key);
        return best?.Count() == 1 ? best.Single().Newest : null;
    }

    static HashSet<string> Folded(IReadOnlyList<string> header) => [.. header.Select(HeaderName.Fold)];

    static bool Has(HashSet<string> names, Column column) => HeaderName.Of(column).Any(names.Contains);
}
