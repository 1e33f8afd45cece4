using System.Text.Json.Serialization;

namespace DuffBeer.Aws.Athena;

public sealed record StartQueryExecutionRequest
{
    public required string QueryString { get; init; }

    /// <summary>32 to 128 characters: repeating a request with the same token returns the same execution.</summary>
    public required string ClientRequestToken { get; init; }
    public string? WorkGroup { get; init; }
    public QueryExecutionContext? QueryExecutionContext { get; init; }

    /// <summary>SQL literals for the positional parameters, each of 1 to 1,024 characters; null if there are none.</summary>
    public IReadOnlyList<string>? ExecutionParameters { get; init; }
    public ResultConfiguration? ResultConfiguration { get; init; }
    public ResultReuseConfiguration? ResultReuseConfiguration { get; init; }
}

public sealed record QueryExecutionContext(string? Database = null, string? Catalog = null);

public sealed record ResultConfiguration(string? OutputLocation = null);

public sealed record ResultReuseConfiguration(ResultReuseByAgeConfiguration? ResultReuseByAgeConfiguration = null);

public sealed record ResultReuseByAgeConfiguration(bool Enabled, int? MaxAgeInMinutes = null);

public sealed record StartQueryExecutionResponse(string QueryExecutionId);

public sealed record GetQueryExecutionRequest(string QueryExecutionId);

public sealed record GetQueryExecutionResponse(QueryExecution QueryExecution);

public sealed record StopQueryExecutionRequest(string QueryExecutionId);

public sealed record QueryExecution(
    string QueryExecutionId,
    QueryExecutionStatus Status,
    QueryExecutionStatistics? Statistics = null,
    ResultConfiguration? ResultConfiguration = null,
    string? WorkGroup = null);

/// <param name="State"><c>QUEUED</c>, <c>RUNNING</c>, <c>SUCCEEDED</c>, <c>FAILED</c> or <c>CANCELLED</c>.</param>
public sealed record QueryExecutionStatus(string State, string? StateChangeReason = null, AthenaError? AthenaError = null);

/// <param name="ErrorCategory">1: the system, 2: the user, 3: other.</param>
public sealed record AthenaError(int? ErrorCategory = null, int? ErrorType = null, bool? Retryable = null, string? ErrorMessage = null);

public sealed record QueryExecutionStatistics(
    long? DataScannedInBytes = null,
    long? EngineExecutionTimeInMillis = null,
    long? QueryQueueTimeInMillis = null,
    long? TotalExecutionTimeInMillis = null,
    ResultReuseInformation? ResultReuseInformation = null);

public sealed record ResultReuseInformation(bool ReusedPreviousResult);

public sealed record GetQueryResultsRequest(string QueryExecutionId, string? NextToken = null, int? MaxResults = null);

/// <param name="UpdateCount">Rows that a CREATE TABLE AS or an INSERT wrote.</param>
public sealed record GetQueryResultsResponse(ResultSet? ResultSet = null, long? UpdateCount = null, string? NextToken = null);

public sealed record ResultSet(IReadOnlyList<Row>? Rows = null, ResultSetMetadata? ResultSetMetadata = null);

public sealed record ResultSetMetadata(IReadOnlyList<ColumnInfo>? ColumnInfo = null);

public sealed record ColumnInfo(string Name, string Type, string? Label = null, int? Precision = null, int? Scale = null);

public sealed record Row(IReadOnlyList<Datum>? Data = null);

/// <param name="VarCharValue">Null if the cell is null.</param>
public sealed record Datum(string? VarCharValue = null);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartQueryExecutionRequest))]
[JsonSerializable(typeof(StartQueryExecutionResponse))]
[JsonSerializable(typeof(GetQueryExecutionRequest))]
[JsonSerializable(typeof(GetQueryExecutionResponse))]
[JsonSerializable(typeof(StopQueryExecutionRequest))]
[JsonSerializable(typeof(GetQueryResultsRequest))]
[JsonSerializable(typeof(GetQueryResultsResponse))]
sealed partial class AthenaJson : JsonSerializerContext;
