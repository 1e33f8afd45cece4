using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The parts of a dataset that readers see: those of its manifest's runs.</summary>
public sealed class PublishedParts(IObjectStore lake, RunRecords runs)
{
    public async Task<(DatasetManifest Manifest, IReadOnlyList<string> Parts)> OfAsync(string dataset, CancellationToken cancellationToken)
    {
        var manifest = (await lake.ReadAsync(LakeKeys.Dataset(dataset), RunJson.Default.DatasetManifest, cancellationToken))?.Value
            ?? DatasetManifest.Empty(dataset);
        var keys = new List<string>();
        foreach (var run in manifest.Runs)
        {
            var result = await runs.ResultAsync(run.RunId, run.Attempt, cancellationToken)
                ?? throw new TerminalException(
                    ProblemCode.NotFound, $"The result of the published run {run.RunId} is missing from the lake.");
            keys.AddRange(result.Parts.Select(part => part.Key));
        }

        return (manifest, keys);
    }
}
