using System.Globalization;
using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>What differs between two snapshots, and why.</summary>
sealed class DiffRoutes(Snapshots snapshots, DiffReader diff, EngineGate gate)
{
    const int UsualRows = 100;

    static readonly ApiParameter[] s_sides =
    [
        new("id", "path", """{"type":"string"}""", "Id or name of the snapshot", IsRequired: true),
        new(
            "other",
            "path",
            """{"type":"string"}""",
            "Id or name of the snapshot to compare it with, usually an earlier one",
            IsRequired: true),
    ];

    static readonly ApiAnswer s_invalid = ApiAnswer.Problem(400, "A parameter is invalid; errors names each");

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/snapshots/{id}/diff/{other}", Scope.Report, CompareAsync)
        {
            Id = "compareSnapshots",
            Tag = "Models",
            Summary = "What differs between two snapshots: per model rows added, gone and changed, columns, sums, and the causes.",
            Parameters =
            [
                .. s_sides,
                new("model", "query", """{"type":"string"}""", "Only this model (default: all)"),
                new(
                    "summary",
                    "query",
                    """{"type":"boolean"}""",
                    "True for what the snapshots say about themselves, without comparing rows, which takes queries (default: false)"),
            ],
            Answers =
            [
                ApiAnswer.Json<DiffAnswer>(200, "The differences"),
                ApiAnswer.NotModified,
                s_invalid,
                ApiAnswer.Problem(404, "There is no such snapshot or model"),
                ReportParameters.SnapshotGone,
            ],
        },
        new("GET", "/snapshots/{id}/diff/{other}/models/{name}", Scope.Report, RowsAsync)
        {
            Id = "compareModelRows",
            Tag = "Models",
            Summary = "The rows of a model that differ between two snapshots, ordered by what identifies a row.",
            Parameters =
            [
                .. s_sides,
                new("name", "path", """{"type":"string"}""", "Name of the model", IsRequired: true),
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{DiffReader.MostRows.ToString(CultureInfo.InvariantCulture)}}}""",
                    $"Rows per page (default: {UsualRows})"),
                new("next", "query", """{"type":"integer"}""", "Continuation token: the next of the previous page's nextLink"),
            ],
            Answers =
            [
                ApiAnswer.Json<DiffRowsAnswer>(200, "One page"),
                ApiAnswer.NotModified,
                s_invalid,
                ApiAnswer.Problem(404, "There is no such snapshot or model"),
                ReportParameters.SnapshotGone,
            ],
        },
    ];

    async Task<IResult> CompareAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var (model, isSummary) = (query.Text("model"), query.Flag("summary"));
        query.Check();
        var sides = await SidesAsync(call, cancellationToken);
        var found = isSummary
            ? await diff.CompareAsync(sides, model, withRows: false, cancellationToken)
            : await gate.PassAsync(() => diff.CompareAsync(sides, model, withRows: true, cancellationToken), cancellationToken);
        return ApiJson.Tagged(call, DiffAnswer.Of(found), ApiJson.Readable.DiffAnswer);
    }

    async Task<IResult> RowsAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var (limit, next) = (query.Number("limit", UsualRows, 1, DiffReader.MostRows), query.Number("next", 0L, 0, long.MaxValue));
        query.Check();
        var sides = await SidesAsync(call, cancellationToken);
        var page = await gate.PassAsync(() => diff.RowsAsync(sides, call["name"], next, limit, cancellationToken), cancellationToken);
        return ApiJson.Tagged(call, DiffRowsAnswer.Of(page, limit), ApiJson.Readable.DiffRowsAnswer);
    }

    Task<DiffSides> SidesAsync(ApiCall call, CancellationToken cancellationToken) =>
        DiffSides.OfAsync(snapshots, call["id"], call["other"], cancellationToken);
}
