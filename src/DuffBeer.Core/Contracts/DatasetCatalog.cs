using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Contracts;

/// <summary>Every dataset that is known, in all its versions, found by name, by source key or by a file's header.</summary>
public sealed class DatasetCatalog
{
    readonly Dictionary<string, ContractVersions> _byName;

    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: versions of a dataset contradict each other, or two datasets want the same keys.</exception>
    public DatasetCatalog(IEnumerable<DatasetContract> contracts)
    {
        _byName = contracts.GroupBy(contract => contract.Name).ToDictionary(group => group.Key, group => new ContractVersions(group));
        All = [.. _byName.Values.Select(versions => versions.Newest).OrderBy(contract => contract.Name, StringComparer.Ordinal)];
        foreach (var rivals in All.GroupBy(contract => contract.Source).Where(group => group.Count() > 1))
            throw new TerminalException(ProblemCode.DefinitionInvalid,
                $"{string.Join(" and ", rivals.Select(contract => contract.Name))} want the same keys, {rivals.Key.Prefix}{rivals.Key.Pattern}; give one of them a longer prefix or pattern.");
    }

    /// <summary>The newest version of each dataset, by name.</summary>
    public IReadOnlyList<DatasetContract> All { get; }

    /// <summary>The newest version.</summary>
    public DatasetContract? Find(string name) => _byName.GetValueOrDefault(name)?.Newest;

    public DatasetContract? Find(string name, int version) => _byName.GetValueOrDefault(name)?.Find(version);

    /// <summary>The version for a source of that time: the newest that is valid by then, else the oldest.</summary>
    public DatasetContract? FindAt(string name, DateTimeOffset sourceTime) => _byName.GetValueOrDefault(name)?.At(sourceTime);

    /// <summary>The dataset that a source key belongs to: the longest prefix wins, then the longest pattern. Null where none wants it.</summary>
    /// <exception cref="TerminalException"><c>UnknownDataset</c>: several want it equally.</exception>
    public DatasetContract? ForKey(string key)
    {
        var wanting = All
            .Where(contract => contract.Source.Wants(key))
            .GroupBy(contract => (contract.Source.Prefix.Length, contract.Source.Pattern.Length))
            .MaxBy(group => group.Key);
        if (wanting?.Count() > 1)
            throw new TerminalException(ProblemCode.UnknownDataset,
                $"'{key}' belongs equally to {string.Join(" and ", wanting.Select(contract => contract.Name))}; name the dataset, or make one pattern longer.");
        return wanting?.Single();
    }

    /// <summary>The dataset that a header comes nearest to, required columns or not; null where no name is known, or several come as near.</summary>
    public DatasetContract? NearestTo(IReadOnlyList<string> header) => Best(header, _ => true);

    /// <summary>The one dataset of which a header has all required columns; of several the one that knows most of its names. Null where there is none, or a tie.</summary>
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
