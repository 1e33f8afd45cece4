using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Local.Sources;

/// <summary>Finds the dataset of a file: by name, by contract pattern, then by header.</summary>
static class DatasetOfFile
{
    public static async Task<DatasetContract> FindAsync(
        DatasetCatalog datasets, string? name, string relativePath, Func<Task<IByteSource>> open, CancellationToken cancellationToken)
    {
        if (name is not null)
            return datasets.Find(name)
                ?? throw Unknown(
                    datasets,
                    $"There is no dataset '{name}'.{LikelyName.Hint(name, datasets.All.Select(contract => contract.Name))}");
        if (datasets.ForKey(relativePath) is { } byPath)
            return byPath;

        await using var source = await open();
        var names = datasets.All.SelectMany(contract => contract.Columns).SelectMany(HeaderName.Of);
        var header = (await SourceSniffer.SniffAsync(source, new(), names, cancellationToken)).Header;
        // If no header fits, the inspection by the closest contract reports what is missing.
        return datasets.ForHeader(header) ?? datasets.NearestTo(header)
            ?? (datasets.All.Count == 1
                ? datasets.All[0]
                : throw Unknown(datasets, $"No contract has the header of '{relativePath}' ({Shown(datasets, header)})."));
    }

    static string Shown(DatasetCatalog datasets, IReadOnlyList<string> header) => header.Count == 0
        ? "there is none"
        : Sensitive.Names(
            header, hides: datasets.All.Any(contract => contract.Hides), someKnown: datasets.All.Any(contract => Knows(contract, header)));

    static bool Knows(DatasetContract contract, IReadOnlyList<string> header) =>
        header.Select(HeaderName.Fold).Intersect(contract.Columns.SelectMany(HeaderName.Of)).Any();

    static TerminalException Unknown(DatasetCatalog datasets, string what) =>
        new(
            ProblemCode.UnknownDataset,
            $"{what} Datasets are {string.Join(", ", datasets.All.Select(contract => contract.Name))}; name one with --dataset.");
}
