using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>Routes that control runs.</summary>
sealed class ControlRoutes(CoreRuns core, string bucket, IRunOrchestrator orchestrator, IModelRefresh refresh, RunViews views)
{
    readonly RunControl _control = core.Control(orchestrator);

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/runs", Scope.Ingest, StartAsync)
        {
            Id = "startRun",
            Tag = "Runs",
            Summary = "Starts the run of an object; a run that failed, was terminated or was retired runs again.",
            Body = typeof(StartBody),
            Example = """{"key":"duff/orders/orders.csv"}""",
            Answers =
            [
                ApiAnswer.Json<ReceiptAnswer>(200, "This version of the object has a run already"),
                ApiAnswer.Json<ReceiptAnswer>(202, "The run was started"),
                ApiAnswer.Problem(400, "The body, the bucket or the dataset is invalid"),
                ApiAnswer.Problem(404, "There is no such object"),
                .. BodyProblems,
            ],
        },
        Control(
            "replay",
            "Runs the file again as a new attempt; a run that is still running continues instead.",
            202,
            _control.ReplayAsync),
        Control("terminate", "Ends a run permanently and deletes its parts.", 200, _control.TerminateAsync),
        Control("suspend", "Pauses a run; completed steps are kept.", 200, _control.SuspendAsync),
        Control("resume", "Resumes a paused run.", 202, _control.ResumeAsync),
        Control("retire", "Removes a run's rows from its dataset; readers see this with the next snapshot.", 200, RetireAsync),
        new("POST", "/reconcile", Scope.Operate, ReconcileAsync)
        {
            Id = "reconcile",
            Tag = "Runs",
            Summary = "Starts runs of objects whose events were lost, and resumes runs that were interrupted. Runs that an unavailable "
                + "service failed are tried again, with growing pauses.",
            Parameters =
            [
                new("failed", "query", """{"type":"boolean","default":false}""", "Try every failed run again now, whatever failed it"),
            ],
            Answers = [ApiAnswer.Json<ReconciliationAnswer>(202, "What was started")],
        },
    ];

    internal static IReadOnlyList<ApiAnswer> BodyProblems { get; } =
        [ApiAnswer.Problem(413, "The body is too large"), ApiAnswer.Problem(415, "The body is not JSON")];

    ApiRoute Control(string name, string summary, int status, Func<string, CancellationToken, Task<RunRecord>> action) => new(
        "POST", $"/runs/{{id}}/{name}", Scope.Operate, async (call, cancellationToken) =>
        {
            call.Query.Check();
            var run = await action(call["id"], cancellationToken);
            return ApiJson.Reply(await views.DetailAsync(run, cancellationToken), ApiJson.Readable.RunDetail, status, RunLinks.To(run.Id));
        })
    {
        Id = $"{name}Run",
        Tag = "Runs",
        Summary = summary,
        Parameters = [RunRoutes.Id],
        Answers =
        [
            ApiAnswer.Json<RunDetail>(status, "The run as it is now"),
            RunRoutes.Unknown,
            ApiAnswer.Problem(409, "The run's state does not allow this"),
        ],
    };

    async Task<IResult> StartAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var body = await call.ReadAsync(ApiJson.Readable.StartBody, cancellationToken)
            ?? throw new ApiException(
                ApiProblem.BadRequest("Name the object: {\"key\": \"…\"}, with bucket, version or dataset if the defaults do not fit."));
        var notice = new ObjectNotice(body.Bucket ?? bucket, body.Key, body.Version);
        var receipt = await core.Intake(orchestrator).StartAsync(notice, body.Dataset, cancellationToken, body.AsVersion);
        return ApiJson.Reply(
            views.ReceiptOf(receipt), ApiJson.Readable.ReceiptAnswer,
            receipt.Kind == ReceiptKind.Started ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, RunLinks.To(receipt.Run!.Id));
    }

    async Task<RunRecord> RetireAsync(string id, CancellationToken cancellationToken)
    {
        var run = await core.Retirement.RetireAsync(id, cancellationToken);
        await refresh.RequestAsync(RefreshRequest.Changes, cancellationToken);
        return run;
    }

    async Task<IResult> ReconcileAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var retryFailed = query.Flag("failed");
        query.Check();
        var found = await core.Recovery(orchestrator).RecoverAsync(cancellationToken, retryFailed);
        return ApiJson.Reply(
            new(found.Objects, found.Started, found.Resumed, found.Again, found.Unwanted, found.Waiting, found.Failed, found.Delayed),
            ApiJson.Readable.ReconciliationAnswer,
            StatusCodes.Status202Accepted);
    }
}
