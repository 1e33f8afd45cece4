using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Objects in landing that belong to no dataset, without temporary ones.</summary>
/// <remarks>Where a dataset has many objects, unwanted ones among the later ones are not found.</remarks>
public static class UnwantedObjects
{
    /// <summary>Keys that are named at most.</summary>
    public const int Most = 100;

    /// <summary>Objects of a dataset in a row, after which the rest of its prefix is passed over.</summary>
    const int MostWanted = 1_000;

    /// <summary>Behind all characters of usual keys.</summary>
    const char Last = '\uD7FF';

    public static async Task<IReadOnlyList<string>> ReadAsync(
        IObjectStore landing, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var unwanted = new List<string>();
        var from = (string?)null;
        do
        {
            var (after, wanted) = (from, 0);
            from = null;
            await foreach (var source in landing.ListAsync(new("", after), cancellationToken))
            {
                if (SourcePattern.IsTemporary(source.Key))
                    continue;
                if (datasets.All.FirstOrDefault(dataset => dataset.Source.Wants(source.Key)) is not { Source.Prefix: var prefix })
                    unwanted.Add(source.Key);
                else if (++wanted == MostWanted && string.CompareOrdinal(after, prefix + Last) < 0)
                    from = prefix + Last;
                if (unwanted.Count == Most || from is not null)
                    break;
            }
        }
        while (from is not null && unwanted.Count < Most);

        return unwanted;
    }
}
