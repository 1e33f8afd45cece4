using Amazon.Runtime;
using DuffBeer.Aws.Json;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Glue;

/// <summary>The operations of the Glue Data Catalog that we use, named as in the SDK.</summary>
public sealed class GlueClient : JsonServiceClient
{
    /// <summary>Limits of one call.</summary>
    public const int MaxCreated = 100;
    public const int MaxDeleted = 25;
    public const int MaxTables = 100;

    public GlueClient(JsonServiceConfig config) : base(config)
    {
    }

    public GlueClient(AWSCredentials credentials, JsonServiceConfig config) : base(credentials, config)
    {
    }

    /// <summary>Whether a call failed because the database, table or partition does not exist.</summary>
    public static bool IsMissing(RunException failure) => IsError(failure, "EntityNotFoundException");

    public static bool IsThere(RunException failure) => IsError(failure, "AlreadyExistsException");

    /// <summary>Whether the table was changed between read and write.</summary>
    public static bool IsChanged(RunException failure) =>
        IsError(failure, "ConcurrentModificationException") || IsError(failure, "VersionMismatchException");

    public Task<GetDatabaseResponse> GetDatabaseAsync(GetDatabaseRequest request, CancellationToken cancellationToken) => CallAsync(
        "GetDatabase",
        request,
        GlueJson.Default.GetDatabaseRequest,
        GlueJson.Default.GetDatabaseResponse,
        $"the database {request.Name}",
        cancellationToken);

    public Task CreateDatabaseAsync(CreateDatabaseRequest request, CancellationToken cancellationToken) => CallAsync(
        "CreateDatabase", request, GlueJson.Default.CreateDatabaseRequest, $"the database {request.DatabaseInput.Name}", cancellationToken);

    public Task<GetTableResponse> GetTableAsync(GetTableRequest request, CancellationToken cancellationToken) => CallAsync(
        "GetTable",
        request,
        GlueJson.Default.GetTableRequest,
        GlueJson.Default.GetTableResponse,
        TableOf(request.DatabaseName, request.Name),
        cancellationToken);

    public Task CreateTableAsync(CreateTableRequest request, CancellationToken cancellationToken) => CallAsync(
        "CreateTable",
        request,
        GlueJson.Default.CreateTableRequest,
        TableOf(request.DatabaseName, request.TableInput.Name),
        cancellationToken);

    public Task UpdateTableAsync(UpdateTableRequest request, CancellationToken cancellationToken) => CallAsync(
        "UpdateTable",
        request,
        GlueJson.Default.UpdateTableRequest,
        TableOf(request.DatabaseName, request.TableInput.Name),
        cancellationToken);

    public Task DeleteTableAsync(DeleteTableRequest request, CancellationToken cancellationToken) => CallAsync(
        "DeleteTable", request, GlueJson.Default.DeleteTableRequest, TableOf(request.DatabaseName, request.Name), cancellationToken);

    public Task<GetTablesResponse> GetTablesAsync(GetTablesRequest request, CancellationToken cancellationToken) => CallAsync(
        "GetTables",
        request,
        GlueJson.Default.GetTablesRequest,
        GlueJson.Default.GetTablesResponse,
        $"the database {request.DatabaseName}",
        cancellationToken);

    public Task<BatchDeleteTableResponse> BatchDeleteTableAsync(
        BatchDeleteTableRequest request, CancellationToken cancellationToken) => CallAsync(
        "BatchDeleteTable",
        request,
        GlueJson.Default.BatchDeleteTableRequest,
        GlueJson.Default.BatchDeleteTableResponse,
        $"the database {request.DatabaseName}",
        cancellationToken);

    public Task<BatchCreatePartitionResponse> BatchCreatePartitionAsync(
        BatchCreatePartitionRequest request, CancellationToken cancellationToken) => CallAsync(
        "BatchCreatePartition", request, GlueJson.Default.BatchCreatePartitionRequest, GlueJson.Default.BatchCreatePartitionResponse,
        TableOf(request.DatabaseName, request.TableName), cancellationToken);

    public Task<BatchDeletePartitionResponse> BatchDeletePartitionAsync(
        BatchDeletePartitionRequest request, CancellationToken cancellationToken) => CallAsync(
        "BatchDeletePartition", request, GlueJson.Default.BatchDeletePartitionRequest, GlueJson.Default.BatchDeletePartitionResponse,
        TableOf(request.DatabaseName, request.TableName), cancellationToken);

    static string TableOf(string database, string table) => $"the table {database}.{table}";
}
