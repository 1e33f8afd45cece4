using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions.Yaml.Odcs;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Local.Workspaces;

/// <summary>Writes a dataset's contract as the Open Data Contract Standard does, with the places of its files and of its table.</summary>
static class ContractExport
{
    /// <param name="datasets">All contracts.</param>
    /// <param name="dataset">The dataset's name.</param>
    /// <param name="version">Null for the newest.</param>
    /// <param name="home">Where the files are without <paramref name="s3"/>.</param>
    /// <param name="s3">The buckets; null for folders of the home.</param>
    /// <param name="today">UTC.</param>
    public static JsonObject Of(
        DatasetCatalog datasets, string dataset, int? version, HomeDirectory home, S3Settings? s3, DateOnly today)
    {
        var versions = datasets.VersionsOf(dataset);
        if (versions.Count == 0)
            throw new TerminalException(
                ProblemCode.UnknownDataset,
                $"There is no dataset '{dataset}'{Spelling.Hint(dataset, datasets.All.Select(contract => contract.Name))}.");
        var contract = version is { } number ? versions.FirstOrDefault(other => other.Version == number) : versions[^1];
        if (contract is null)
            throw new TerminalException(
                ProblemCode.NotFound,
                $"{dataset} has no version {version}; it has {string.Join(", ", versions.Select(other => other.Version))}.");

        return OdcsContract.Of(
            contract,
            OdcsContract.StatusOf(contract, versions, today),
            [
                new("landing", Place(s3?.Landing.Bucket, home.Landing, contract.Source.Prefix), "csv", "The source files"),
                new("lake", Place(s3?.Lake.Bucket, home.Lake, LakeKeys.Table(contract.Name)), "parquet", "The parts of the table"),
            ]);
    }

    static string Place(string? bucket, string folder, string key) =>
        bucket is null ? $"{folder.Replace('\\', '/')}/{key}" : $"s3://{bucket}/{key}";
}
