using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuffBeer.FakeAws.Glue;
using DuffBeer.FakeAws.S3;
using DuffBeer.FakeAws.Wire;
using DuffBeer.Core.Failures;

namespace DuffBeer.FakeAws.Athena;

/// <param name="OutputLocation">Where results go; null: a request must name the location.</param>
/// <param name="Enforces">A request's own location is ignored, and CREATE TABLE AS must not name one.</param>
public sealed record PeerWorkGroup(string? OutputLocation, bool Enforces = false);

/// <summary>Athena over the fake's catalog and buckets.</summary>
public sealed partial class AthenaService(GlueState glue, Buckets buckets, string folder) : IJsonService, IDisposable
{
    const int MaxStatementBytes = 262_144;

    readonly Lock _lock = new();
    readonly SqlRunner _runner = new(glue, buckets, folder);
    readonly Dictionary<string, QueryRun> _runs = new(StringComparer.Ordinal);
    readonly Dictionary<string, QueryRun> _byToken = new(StringComparer.Ordinal);
    readonly List<string> _statements = [];

    public string Target => "AmazonAthena";

    public Dictionary<string, PeerWorkGroup> WorkGroups { get; } = new(StringComparer.Ordinal)
    {
        ["primary"] = new("s3://duffbeer-lake/athena-results/"),
    };

    /// <summary>The most rows in one answer, however many are requested.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>The minimum duration of each statement.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Failures of the next statements, once each: (category, reason).</summary>
    public Queue<(int Category, string Reason)> Failures { get; } = new();

    /// <summary>Executed statements, in order, without those answered from an earlier result.</summary>
    public IReadOnlyList<string> Statements
    {
        get
        {
            lock (_lock)
                return [.. _statements];
        }
    }

    public Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(operation switch
            {
                "StartQueryExecution" => Start(input),
                "GetQueryExecution" => Show(Find(input)),
                "StopQueryExecution" => Stop(Find(input)),
                "GetQueryResults" => QueryPages.Of(Find(input), input, PageSize),
                _ => throw new WireException(400, "UnknownOperationException", $"This fake has no operation {operation}."),
            });
        }
    }

    public void Dispose() => _runner.Dispose();

    JsonObject Start(JsonObject input)
    {
        var name = input["WorkGroup"]?.GetValue<string>() ?? "primary";
        if (!WorkGroups.TryGetValue(name, out var group))
            throw Invalid($"WorkGroup {name} is not found.");
        var output = (group.Enforces ? null : input["ResultConfiguration"]?["OutputLocation"]?.GetValue<string>()) ?? group.OutputLocation
            ?? throw Invalid(
                "No output location provided. An output location is required either through the "
                    + "Workgroup result configuration setting or as an API input.");
        if (!buckets.All.Any(bucket => output.StartsWith($"s3://{bucket.Name}/", StringComparison.Ordinal)))
            throw Invalid($"Unable to verify/create output bucket {output.Split('/')[2]}");
        var sql = input["QueryString"]!.GetValue<string>();
        var parameters = input["ExecutionParameters"]?.AsArray().Select(value => value!.GetValue<string>()).ToList() ?? [];
        if (Encoding.UTF8.GetByteCount(sql) is < 1 or > MaxStatementBytes)
            throw Invalid(
                "1 validation error detected: Value at 'queryString' failed to satisfy constraint: "
                    + "Member must have length less than or equal to 262144");
        if (parameters.Exists(value => value.Length is < 1 or > 1024))
            throw Invalid("A value is too long.");
        if (input["ClientRequestToken"]?.GetValue<string>() is not { Length: >= 32 and <= 128 } token)
            throw Invalid("ClientRequestToken must have 32 to 128 characters.");

        input.Remove("ClientRequestToken");
        var request = input.ToJsonString();
        if (_byToken.TryGetValue(token, out var again))
        {
            return again.Request == request ? new() { ["QueryExecutionId"] = again.Id }
                : throw Invalid("Idempotent parameters do not match with the previous request.");
        }

        var run = new QueryRun(Guid.NewGuid().ToString(), request, new()) { WorkGroup = name };
        _runs[run.Id] = _byToken[token] = run;
        var mayReuse = input["ResultReuseConfiguration"]?["ResultReuseByAgeConfiguration"]?["Enabled"]?.GetValue<bool>() == true
            && input["ResultConfiguration"] is null;
        if (mayReuse
            && _runs.Values.FirstOrDefault(
                earlier => earlier is { State: "SUCCEEDED", Result: not null } && earlier.Request == request) is { } earlier)
        {
            (run.State, run.Result, run.Reused) = ("SUCCEEDED", earlier.Result, true);
            return new() { ["QueryExecutionId"] = run.Id };
        }

        var filled = SqlPieces.Fill(sql, parameters);
        _statements.Add(filled);
        (int, string)? failure = Failures.TryDequeue(out var next) ? next : null;
        _ = Task.Run(() => RunAsync(filled, group, failure, run));
        return new() { ["QueryExecutionId"] = run.Id };
    }

    async Task RunAsync(string sql, PeerWorkGroup group, (int Category, string Reason)? failure, QueryRun run)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            run.State = "RUNNING";
            await Task.Delay(Delay, run.Stop.Token);
            if (failure is { } told)
                (run.Category, run.Reason) = told;
            else
                await _runner.RunAsync(sql, group.Enforces, run);
        }
        catch (OperationCanceledException)
        {
            run.Reason = "Query cancelled by user";
        }
        catch (Exception error)
        {
            (run.Category, run.Reason) = error is TransientException
                ? (1, $"GENERIC_INTERNAL_ERROR: {error.Message}")
                : (2, Reason(error.Message));
        }

        run.Milliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        run.State = run.Stop.IsCancellationRequested ? "CANCELLED" : run.Reason is null ? "SUCCEEDED" : "FAILED";
    }

    // DuckDB shows the line with a caret below, Trino says "line 3:7: …" before it.
    static string Reason(string message) => Line().Match(message) is { Success: true } line
        ? string.Create(CultureInfo.InvariantCulture, $"SYNTAX_ERROR: line {line.Groups[1].Value}:1: {message.Split('\n')[0]}")
        : message;

    QueryRun Find(JsonObject input) => _runs.GetValueOrDefault(input["QueryExecutionId"]!.GetValue<string>())
        ?? throw Invalid($"QueryExecution {input["QueryExecutionId"]} was not found");

    static JsonObject Stop(QueryRun run)
    {
        run.Stop.Cancel();
        return [];
    }

    static JsonObject Show(QueryRun run)
    {
        var status = new JsonObject { ["State"] = run.State, ["SubmissionDateTime"] = 1.7e9 };
        if (run.State is "FAILED" or "CANCELLED")
            status["StateChangeReason"] = run.Reason;
        if (run.State == "FAILED")
            status["AthenaError"] = new JsonObject
            {
                ["ErrorCategory"] = run.Category,
                ["ErrorType"] = 1,
                ["Retryable"] = false,
                ["ErrorMessage"] = run.Reason,
            };
        return new()
        {
            ["QueryExecution"] = new JsonObject
            {
                ["QueryExecutionId"] = run.Id,
                ["WorkGroup"] = run.WorkGroup,
                ["Status"] = status,
                ["Statistics"] = new JsonObject
                {
                    ["DataScannedInBytes"] = run.Bytes,
                    ["EngineExecutionTimeInMillis"] = run.Milliseconds,
                    ["TotalExecutionTimeInMillis"] = run.Milliseconds,
                    ["ResultReuseInformation"] = new JsonObject { ["ReusedPreviousResult"] = run.Reused },
                },
            },
        };
    }

    static WireException Invalid(string message) => new(400, "InvalidRequestException", message);

    [GeneratedRegex(@"\bLINE (\d+):")]
    private static partial Regex Line();
}
