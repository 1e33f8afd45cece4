using System.Text;
using DuffBeer.Api.Http;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Fuzz.Engine;
using DuffBeer.Golden.Tests.ChunkLaw;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace DuffBeer.Fuzz.Targets.Requests;

/// <summary>Queries of paged routes with any continuation token: an answer, or a bad request.</summary>
/// <remarks>The input is a query string, which a report and the listings of runs, refreshes and rejects read.</remarks>
sealed class TokensTarget() : FuzzTarget("tokens")
{
    const string Report = """
        -- report:      bookings
        -- title:       Bookings
        -- domain:      fuzz
        -- model:       orders
        -- parameters:  client_id int64 The client
        --              status string oneOf(created, delivered) State
        --              from date Day
        --              least decimal(12,2) Amount
        -- sortable:    id, amount
        -- order:       id
        -- columns:     id int64 Id
        --              amount decimal(12,2) Amount
        --
        -- Bookings.

        SELECT id, amount FROM {{ ref('orders') }}
        WHERE client_id = {{ client_id }} AND status = {{ status }} AND day >= {{ from }} AND amount > {{ least }}
        """;

    /// <summary>The listing of many keys takes long, so only some inputs are tokens of it.</summary>
    const int ManyKeysEvery = 64;

    static readonly ReportDefinition s_report = Read();

    static readonly MemoryStore s_lake = new();

    static readonly RunRecords s_runs = new(s_lake, TimeProvider.System);

    static readonly RefreshRecords s_refreshes = new(s_lake);

    static readonly TimedKeys s_manyKeys = new("many/", "yyyyMMdd'T'HHmmssfff'Z'");

    static readonly MemoryStore s_many = new();

    static TokensTarget()
    {
        for (var key = 0; key < 1_100; key++)
            s_many.Put(s_manyKeys.At(DateTimeOffset.UnixEpoch.AddDays(20_000).AddMinutes(Math.Pow(key, 2))) + $"-{key}", []);
        for (var hour = 0; hour < 4; hour++)
        {
            var created = DateTimeOffset.UnixEpoch.AddDays(20_000).AddHours(hour);
            s_lake.Put(LakeKeys.RunByDay(created, $"bookings-{hour}"), []);
        }
    }

    public override int MostBytes => 600;

    public override void Read(byte[] input)
    {
        var query = QueryHelpers.ParseQuery(Encoding.UTF8.GetString(input));
        foreach (var token in query.GetValueOrDefault("next"))
            HoldToken(token ?? "");

        var texts = query.Select(value => KeyValuePair.Create(value.Key, value.Value.ToString()));
        var report = ReportRequest.Read(s_report, texts, out var mistakes);
        Hold(mistakes.Count > 0 || (report.Offset >= 0 && report.Limit > 0), "a page begins at a row and has rows");

        if (input.Length % ManyKeysEvery == 0)
            HoldOrder(query.GetValueOrDefault("next").ToString());

        var values = new QueryValues(new QueryCollection(query));
        try
        {
            var runs = new RunQuery(values.Name<RunStatus>("status"), values.Number("limit", 50, 1, 500), values.Text("next"))
            {
                Dataset = values.Text("dataset"),
                Since = values.Time("since"),
                Text = values.Text("q"),
            };
            values.Check();
            _ = s_runs.PageAsync(runs, default).GetAwaiter().GetResult().NextLink(runs);
            _ = s_refreshes.PageAsync(runs.Status, runs.Next, runs.Limit, default).GetAwaiter().GetResult();
        }
        catch (ApiException declared)
        {
            Hold(declared.Problem.Status == 400, "a query that is not understood is a bad request");
        }
    }

    static void HoldToken(string token)
    {
        if (ReportContinuation.Read(token) is not { } next)
            return;
        Hold(next.Offset >= 0 && next.Total is not < 0, "a token counts rows");
        Hold(ReportContinuation.Read(next.Write()) == next, "a token stays the same when it is written and read");
    }

    /// <summary>A listing with more keys than a page has all keys before any token, the newest first.</summary>
    static void HoldOrder(string token)
    {
        var before = s_manyKeys.Prefix + token;
        var listed = s_manyKeys.NewestFirstAsync(s_many, before, default).ToBlockingEnumerable();
        var wanted = s_many.Under(s_manyKeys.Prefix).Select(entry => entry.Key)
            .Where(key => string.CompareOrdinal(key, before) < 0).Reverse();
        Hold(wanted.SequenceEqual(listed), "a listing has all keys before the token, the newest first");
    }

    static ReportDefinition Read()
    {
        var errors = new List<DefinitionError>();
        return ReportFile.Read("bookings.sql", Report, errors) is { } report && errors.Count == 0
            ? report
            : throw new InvalidOperationException(string.Join('\n', errors));
    }
}
