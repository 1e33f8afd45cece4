using DuffBeer.Core.Runs.Records;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;
using DuffBeer.OpenLineage;

namespace DuffBeer.Local.Wiring;

/// <summary>Wires events of lineage to a home.</summary>
static class LineageWiring
{
    /// <summary>Null if the settings name no place for events.</summary>
    /// <param name="notice">Receives warnings.</param>
    public static Func<EmbeddedRuntime, LineagePublisher>? Of(WorkspaceSettings settings, Action<string> notice) =>
        settings.Lineage is not { } options
            ? null
            : runtime => new(options, new()
            {
                Lake = runtime.Lake,
                Datasets = runtime.Definitions.Datasets,
                Models = () => runtime.Definitions.Models,
                SourceOf = (source, stop) => NameOfAsync(runtime, source, stop),
                InLake = runtime.IsS3
                    ? key => DatasetName.OfObject(settings.S3!.Lake.Bucket, key)
                    : key => DatasetName.OfFile(Path.Combine(new HomeDirectory(settings.Home).Lake, key)),
                SqlDialect = settings.S3?.Athena is null ? "duckdb" : "athena",
                Time = runtime.Time,
                Next = () => runtime.Events,
                Warn = notice,
            });

    /// <summary>A file that was ingested in place has its own name, also where landing is a bucket.</summary>
    static async Task<DatasetName> NameOfAsync(EmbeddedRuntime runtime, RunSource source, CancellationToken cancellationToken) =>
        !runtime.IsS3 || (await runtime.Files.StatAsync(source.Key, cancellationToken))?.Version == source.Version
            ? DatasetName.OfFile(runtime.Files.PathOf(source.Key))
            : DatasetName.OfObject(runtime.Stores.Bucket, source.Key);
}
