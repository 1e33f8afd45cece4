using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Sources;

/// <summary>The source of an ingest: a local file, read in place, or an object of the landing bucket.</summary>
static class IngestSource
{
    public static Task<(DatasetContract Contract, ObjectStat Stat)> FindAsync(
        EmbeddedRuntime runtime, IngestRequest request, CancellationToken cancellationToken) =>
        request.Source.Bucket is { } bucket
            ? ObjectAsync(runtime, bucket, request, cancellationToken)
            : FileAsync(runtime, request, cancellationToken);

    static async Task<(DatasetContract Contract, ObjectStat Stat)> FileAsync(
        EmbeddedRuntime runtime, IngestRequest request, CancellationToken cancellationToken)
    {
        var contract = await DatasetOfFile.FindAsync(
            runtime.Definitions.Datasets, request.Dataset, request.Source.Name,
            () => Task.FromResult(LandingStore.OpenFile(request.Source.Path)), cancellationToken);
        var key = request.Key
            ?? (contract.Source.Wants(request.Source.Name) ? request.Source.Name : contract.Source.Prefix + request.Source.Name);
        await runtime.Files.LinkAsync(key, request.Source.Path, cancellationToken);
        return (contract, await runtime.Files.StatAsync(key, cancellationToken)
            ?? throw new TerminalException(ProblemCode.SourceMissing, $"There is no file {request.Source.Path}."));
    }

    static async Task<(DatasetContract Contract, ObjectStat Stat)> ObjectAsync(
        EmbeddedRuntime runtime, string bucket, IngestRequest request, CancellationToken cancellationToken)
    {
        if (!runtime.IsS3 || bucket != runtime.Stores.Bucket)
        {
            throw new TerminalException(ProblemCode.BadRequest, runtime.IsS3
                ? $"{request.Source.Path} is not in the landing bucket {runtime.Stores.Bucket}. Copy it there, or name its bucket with "
                    + "--landing-bucket."
                : $"{request.Source.Path} is an S3 object. Use --store s3 to ingest it.");
        }

        if (request.Key is not null)
            throw new TerminalException(ProblemCode.BadRequest, $"{request.Source.Path} already has a key. Leave --key out.");
        var stat = await runtime.Landing.StatAsync(request.Source.Name, cancellationToken)
            ?? throw new TerminalException(ProblemCode.SourceMissing, $"{request.Source.Path} does not exist. Check bucket and key.");
        return (await DatasetOfFile.FindAsync(
            runtime.Definitions.Datasets, request.Dataset, request.Source.Name, () => runtime.Landing.OpenAsync(stat, cancellationToken),
            cancellationToken), stat);
    }
}
