using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Contracts;

/// <summary>Every dataset that is known, found by name, by source key or by a file's header.</summary>
public sealed class DatasetCatalog
{
    readonly Dictionary<string, DatasetContract> _byName;

    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: two contracts bear one name or want the same keys.</exception>
    public DatasetCatalog(IEnumerable<DatasetContract> contracts)
    {
        All = [.. contracts.OrderBy(contract => contract.Name, StringComparer.Ordinal)];
        foreach (var twins in All.GroupBy(contract => contract.Name).Where(group => group.Count() > 1))
            throw new TerminalException(ProblemCode.DefinitionInvalid, $"{twins.Count()} contracts are named {twins.Key}; give each dataset a name of its own.");
        foreach (var rivals in All.GroupBy(contract => contract.Source).Where(group => group.Count() > 1))
            throw new TerminalException(ProblemCode.DefinitionInvalid,
                $"{string.Join(" and ", rivals.Select(contract => contract.Name))} want the same keys, {rivals.Key.Prefix}{rivals.Key.Pattern}; give one of them a longer prefix or pattern.");
        _byName = All.ToDictionary(contract => contract.Name);
    }

    public IReadOnlyList<DatasetContract> All { get; }

    public DatasetContract? Find(string name) => _byName.GetValueOrDefault(name);

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
    public DatasetContract? NearestTo(IReadOnlyList<string> header)
    {
        var names = header.Select(HeaderName.Fold).ToHashSet();
        var best = All
            .GroupBy(contract => contract.Columns.Count(column => HeaderName.Of(column).Any(names.Contains)))
            .Where(group => group.Key > 0)
            .MaxBy(group => group.Key);
        return best?.Count() == 1 ? best.Single() : null;
    }

    /// <summary>The one dataset of which a header has all required columns; of several the one that knows most of its names. Null where there is none, or a tie.</summary>
    public DatasetContract? ForHeader(IReadOnlyList<string> header)
    {
        var names = header.Select(HeaderName.Fold).ToHashSet();
        var best = All
            .Where(contract => contract.Columns.Any(column => column.Required) && contract.Columns.All(column => !column.Required || Has(column)))
            .GroupBy(contract => contract.Columns.Count(Has))
            .MaxBy(group => group.Key);
        return best?.Count() == 1 ? best.Single() : null;

        bool Has(Column column) => HeaderName.Of(column).Any(names.Contains);
    }
}
