using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Definitions.Prices;

/// <summary>Reads prices, one per line; lines with # are comments. A later file overrides single prices of earlier ones.</summary>
public static class PricesFile
{
    const string Name = "prices.txt";

    /// <summary>The shipped prices, overridden by those of a definitions folder, then by those of a file.</summary>
    /// <param name="file">Null if none is configured.</param>
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c> naming every mistake with file and line.</exception>
    public static PriceTable Load(DefinitionFolder folder, string? file = null)
    {
        var table = Read(folder, file, out var errors);
        return errors.Count == 0 ? table : throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
    }

    /// <summary>The same, collecting all mistakes.</summary>
    public static PriceTable Read(DefinitionFolder folder, string? file, out IReadOnlyList<DefinitionError> errors)
    {
        var found = new List<DefinitionError>();
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var root in (IEnumerable<string>)[DefinitionFolder.Default.Path, .. folder.All.Where(IsOwn)])
            Add(prices, Path.Combine(root, Name), IsOwn(root) ? folder.Shown(root, Name) : Name, found);
        if (file is not null && File.Exists(file))
            Add(prices, file, file, found);
        else if (file is not null)
            found.Add(new(file, 1, 1, "the price file does not exist"));
        errors = found;
        return new(prices);
    }

    static bool IsOwn(string root) => root != DefinitionFolder.Default.Path && File.Exists(Path.Combine(root, Name));

    /// <param name="shown">The file's name in messages.</param>
    static void Add(Dictionary<string, decimal> prices, string path, string shown, List<DefinitionError> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, line) in File.ReadAllLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith('#'))
                continue;
            if (PriceLine.Read(line, out var mistake) is not { } price)
                errors.Add(new(shown, index + 1, 1, mistake!));
            else if (!seen.Add(price.Name))
                errors.Add(new(shown, index + 1, 1, $"the price {price.Name} is set twice"));
            else
                prices[price.Name] = price.Dollars;
        }
    }
}
