using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>Objects in landing that belong to no dataset, without temporary ones.</summary>
public static class UnwantedObjects
{
    /// <summary>Keys that are named at most.</summary>
    public const int Most = 100;

    public static async Task<IReadOnlyList<string>> ReadAsync(
        IObjectStore landing, DatasetCatalog datasets, CancellationToken cancellationToken)
    {
        var unwanted = new List<string>();
        await foreach (var source in landing.ListAsync("", cancellationToken))
        {
            if (SourcePattern.IsTemporary(source.Key) || datasets.All.Any(dataset => dataset.Source.Wants(source.Key)))
                continue;
            unwanted.Add(source.Key);
            if (unwanted.Count == Most)
                break;
        }

        return unwanted;
    }
}
