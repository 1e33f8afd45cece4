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
    const int SourcesAtATime = 32;

    public static Task<(DatasetContract Contract, ObjectStat Stat)> FindAsync(
        EmbeddedRuntime runtime, IngestRequest request, CancellationToken cancellationToken) =>
        request.Source.Bucket is { } bucket
            ? ObjectAsync(runtime, bucket, request, cancellationToken)
            : FileAsync(runtime, request, cancellationToken);

    /// <summary>The sources of different requests, in their order; null for one that cannot be found.</summary>
    /// <remarks>Of requests that use the same key the first has it: the file of another would take its place.</remarks>
    public static async Task<IReadOnlyList<(DatasetContract Contract, ObjectStat Stat)?>> FindAllAsync(
        EmbeddedRuntime runtime, IReadOnlyList<IngestRequest> requests, CancellationToken cancellationToken)
    {
        var files = await SideBySide.SelectAsync(
            requests,
            SourcesAtATime,
            (request, running) => request.Source.Bucket is null
                ? OrNullAsync(() => KeyAsync(runtime, request, running))
                : Task.FromResult<(DatasetContract, string)?>(null),
            cancellationToken);
        var linked = files.Index().Where(file => file.Item is not null)
            .DistinctBy(file => file.Item!.Value.Item2, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(file => file.Index, file => (file.Item!.Value.Item2, requests[file.Index].Source.Path));
        await runtime.Files.LinkAllAsync([.. linked.Values], cancellationToken);
        return await SideBySide.SelectAsync(
            requests.Index(),
            SourcesAtATime,
            (request, running) => (files[request.Index], linked.ContainsKey(request.Index)) switch
            {
                ({ } file, true) => OrNullAsync(() => StatAsync(runtime, file, request.Item, running)),
                (null, _) when request.Item.Source.Bucket is not null => OrNullAsync(() => FindAsync(runtime, request.Item, running)),
                _ => Task.FromResult<(DatasetContract, ObjectStat)?>(null),
            },
            cancellationToken);
    }

    static async Task<(DatasetContract Contract, ObjectStat Stat)> FileAsync(
        EmbeddedRuntime runtime, IngestRequest request, CancellationToken cancellationToken)
    {
        var file = await KeyAsync(runtime, request, cancellationToken);
        await runtime.Files.LinkAsync(file.Key, request.Source.Path, cancellationToken);
        return await StatAsync(runtime, file, request, cancellationToken);
    }

    static async Task<(DatasetContract Contract, string Key)> KeyAsync(
        EmbeddedRuntime runtime, IngestRequest request, CancellationToken cancellationToken)
    {
        var contract = await DatasetOfFile.FindAsync(
            runtime.Definitions.Datasets, request.Dataset, request.Source.Name,
            () => Task.FromResult(LandingStore.OpenFile(request.Source.Path)), cancellationToken);
        return (contract, request.Key
            ?? (contract.Source.Wants(request.Source.Name) ? request.Source.Name : contract.Source.Prefix + request.Source.Name));
    }

    static async Task<(DatasetContract Contract, ObjectStat Stat)> StatAsync(
        EmbeddedRuntime runtime, (DatasetContract Contract, string Key) file, IngestRequest request, CancellationToken cancellationToken) =>
        (file.Contract, await runtime.Files.StatAsync(file.Key, cancellationToken)
            ?? throw new TerminalException(ProblemCode.SourceMissing, $"There is no file {request.Source.Path}."));

    static async Task<T?> OrNullAsync<T>(Func<Task<T>> find) where T : struct
    {
        // A file in a folder answers synchronously; others must not wait for it.
        await Task.Yield();
        try
        {
            return await find();
        }
        catch (RunException)
        {
            return null;
        }
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
