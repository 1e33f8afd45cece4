using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>Accepts corrected rejects.</summary>
sealed class CorrectionRoutes(RunCorrections corrections, string bucket, IRunOrchestrator orchestrator, RunViews views)
{
    /// <summary>Maximum body size. Use the command line for larger files.</summary>
    public const int LongestCsv = 16 << 20;

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/runs/{id}/rejects", Scope.Operate, CorrectAsync)
        {
            Id = "correctRejects",
            Tag = "Runs",
            Summary = "Ingests corrected rejects as a run of their own: send the CSV from GET, or only the source's columns. The same "
                + "rows again are the same run.",
            Parameters = [RunRoutes.Id],
            Body = typeof(string),
            BodyMediaType = MediaTypes.Csv,
            Example = "order_id,product_price\n17,2.50\n",
            Answers =
            [
                ApiAnswer.Json<RunDetail>(200, "These rows have a run already"),
                ApiAnswer.Json<RunDetail>(202, "The run of the corrected rows was started"),
                ApiAnswer.Problem(400, "There are no rows, or they are not CSV"),
                RunRoutes.Unknown,
                ApiAnswer.Problem(409, "The run has no rejected rows, contains corrected rows itself, or its rows are not published"),
                ApiAnswer.Problem(413, "The body is too large"),
                ApiAnswer.Problem(415, "The body is not CSV"),
            ],
        },
    ];

    async Task<IResult> CorrectAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var original = await corrections.OriginalAsync(call["id"], cancellationToken);
        var body = await call.ReadBytesAsync(MediaTypes.Csv, LongestCsv, cancellationToken);
        if (body.Length == 0)
            throw new ApiException(
                ApiProblem.BadRequest($"Send the corrected rows as CSV: {RunLinks.To(original.Id)}/rejects.csv, corrected."));
        if (!await orchestrator.HasRoomAsync(cancellationToken))
            throw new TransientException(ProblemCode.Overloaded, "Too many runs are waiting. Try again in a few seconds.");

        var (kind, run) = await corrections.StartAsync(original, bucket, body, cancellationToken);
        if (kind != StartKind.AlreadyDone)
            await orchestrator.StartAsync(run.Id, run.Attempt, cancellationToken);
        return ApiJson.Reply(
            await views.DetailAsync(run, cancellationToken), ApiJson.Readable.RunDetail,
            kind == StartKind.AlreadyDone ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, RunLinks.To(run.Id));
    }
}
