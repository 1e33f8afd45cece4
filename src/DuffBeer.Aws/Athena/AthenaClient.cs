using Amazon.Runtime;
using DuffBeer.Aws.Json;

namespace DuffBeer.Aws.Athena;

/// <summary>The operations of Athena that we use, named as in the SDK.</summary>
public sealed class AthenaClient : JsonServiceClient
{
    /// <summary>The most rows that one call of <see cref="GetQueryResultsAsync"/> returns.</summary>
    public const int MaxResults = 1000;

    public AthenaClient(JsonServiceConfig config) : base(config)
    {
    }

    public AthenaClient(AWSCredentials credentials, JsonServiceConfig config) : base(credentials, config)
    {
    }

    public Task<StartQueryExecutionResponse> StartQueryExecutionAsync(
        StartQueryExecutionRequest request, CancellationToken cancellationToken) => CallAsync(
        "StartQueryExecution", request, AthenaJson.Default.StartQueryExecutionRequest, AthenaJson.Default.StartQueryExecutionResponse,
        $"the workgroup {request.WorkGroup ?? "primary"}", cancellationToken);

    public Task<GetQueryExecutionResponse> GetQueryExecutionAsync(
        GetQueryExecutionRequest request, CancellationToken cancellationToken) => CallAsync(
        "GetQueryExecution", request, AthenaJson.Default.GetQueryExecutionRequest, AthenaJson.Default.GetQueryExecutionResponse,
        $"the query {request.QueryExecutionId}", cancellationToken);

    public Task StopQueryExecutionAsync(StopQueryExecutionRequest request, CancellationToken cancellationToken) => CallAsync(
        "StopQueryExecution",
        request,
        AthenaJson.Default.StopQueryExecutionRequest,
        $"the query {request.QueryExecutionId}",
        cancellationToken);

    public Task<GetQueryResultsResponse> GetQueryResultsAsync(
        GetQueryResultsRequest request, CancellationToken cancellationToken) => CallAsync(
        "GetQueryResults", request, AthenaJson.Default.GetQueryResultsRequest, AthenaJson.Default.GetQueryResultsResponse,
        $"the query {request.QueryExecutionId}", cancellationToken);
}
