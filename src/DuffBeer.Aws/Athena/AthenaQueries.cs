using System.Globalization;
using System.Text;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Athena;

/// <summary>Runs one statement in Athena to its end.</summary>
sealed class AthenaQueries(AthenaClient client, AthenaOptions options, string database)
{
    /// <summary>Athena's limit for the length of a statement.</summary>
    const int MaxStatementBytes = 262_144;

    const int MaxParameter = 1024;
    const double Backoff = 1.5;

    static readonly TimeSpan s_longestPoll = TimeSpan.FromSeconds(2);
    static readonly TimeSpan s_stopping = TimeSpan.FromSeconds(10);

    /// <param name="firstLine">See <see cref="Statement.FirstLine"/>.</param>
    /// <param name="mayReuse">Whether an earlier result of the same text will do.</param>
    public async Task<QueryExecution> RunAsync(
        string sql, IReadOnlyList<SqlValue> parameters, int firstLine, bool mayReuse, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetByteCount(sql);
        if (bytes > MaxStatementBytes)
        {
            throw new TerminalException(ProblemCode.ModelFailed, string.Create(CultureInfo.InvariantCulture,
                $"The statement has {bytes:N0} bytes, more than Athena's {MaxStatementBytes:N0}."));
        }

        string id;
        try
        {
            id = (await client.StartQueryExecutionAsync(Request(sql, parameters, mayReuse), cancellationToken)).QueryExecutionId;
        }
        catch (TerminalException failure)
        {
            throw AthenaFailure.OfStart(failure, options.WorkGroup, firstLine);
        }

        try
        {
            return await EndOfAsync(id, firstLine, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await StopAsync(id);
            throw;
        }
    }

    public static EngineCost CostOf(params IEnumerable<QueryExecution> executions)
    {
        var (bytes, milliseconds, reused) = (0L, 0L, true);
        foreach (var statistics in executions.Select(execution => execution.Statistics))
        {
            bytes += statistics?.DataScannedInBytes ?? 0;
            milliseconds += statistics?.TotalExecutionTimeInMillis ?? 0;
            reused &= statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false;
        }

        return new(bytes, TimeSpan.FromMilliseconds(milliseconds), reused);
    }

    StartQueryExecutionRequest Request(string sql, IReadOnlyList<SqlValue> parameters, bool mayReuse) => new()
    {
        QueryString = sql,
        // One token for all tries, so that a lost answer does not start the query twice.
        ClientRequestToken = Guid.NewGuid().ToString(),
        WorkGroup = options.WorkGroup,
        QueryExecutionContext = new(database),
        ExecutionParameters = parameters.Count == 0 ? null : [.. parameters.Select(Parameter)],
        ResultConfiguration = options.OutputLocation is null ? null : new(options.OutputLocation),
        ResultReuseConfiguration = mayReuse && options.ReuseMinutes > 0 ? new(new(true, options.ReuseMinutes)) : null,
    };

    // The SQL casts every parameter to its type, so a number may be passed as text.
    static string Parameter(SqlValue value)
    {
        var literal = value.Value switch
        {
            null => "NULL",
            int or long => Convert.ToString(value.Value, CultureInfo.InvariantCulture)!,
            decimal or double => SqlWriter.Quote(Convert.ToString(value.Value, CultureInfo.InvariantCulture)!),
            _ => SqlWriter.Literal(value),
        };
        return literal.Length <= MaxParameter
            ? literal
            : throw new TerminalException(
                ProblemCode.BadRequest, $"A value has {literal.Length} characters with its quotes doubled; Athena allows {MaxParameter}.");
    }

    async Task<QueryExecution> EndOfAsync(string id, int firstLine, CancellationToken cancellationToken)
    {
        for (var wait = options.FirstPoll; ; wait = TimeSpan.FromTicks(Math.Min((long)(wait.Ticks * Backoff), s_longestPoll.Ticks)))
        {
            await Task.Delay(wait, cancellationToken);
            var execution = (await client.GetQueryExecutionAsync(new(id), cancellationToken)).QueryExecution;
            switch (execution.Status.State)
            {
                case "SUCCEEDED":
                    CostMeter.Spend(AthenaBill.Of(execution));
                    return execution;
                case "FAILED" or "CANCELLED":
                    CostMeter.Spend(AthenaBill.Of(execution));
                    throw AthenaFailure.Of(execution, options.WorkGroup, firstLine);
            }
        }
    }

    async Task StopAsync(string id)
    {
        using var soon = new CancellationTokenSource(s_stopping);
        try
        {
            await client.StopQueryExecutionAsync(new(id), soon.Token);
        }
        catch (Exception failure) when (failure is RunException or OperationCanceledException)
        {
            // The query then runs to its end, and its result is not read.
        }
    }
}
