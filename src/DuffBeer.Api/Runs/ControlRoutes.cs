using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Composition;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Runs;

/// <summary>What people may do to runs.</summary>
sealed class ControlRoutes(CoreRuns core, string bucket, IRunOrchestrator orchestrator, IModelRefresh refresh, RunViews views)
{
    readonly RunControl _control = core.Control(orchestrator);
    static readonly IReadOnlyDictionary<string, string> s_noSettings = new Dictionary<string, string>();

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/runs", Scope.Ingest, StartAsync)
        {
            Id = "startRun",
            Tag = "Runs",
            Summary = "Starts the run of an object by hand; one that failed, was terminated or retired runs again.",
            Body = typeof(StartBody),
            Example = """{"key":"duff/orders/orders.csv"}""",
            Answers =
            [
                ApiAnswer.Json<ReceiptAnswer>(200, "The object version has its run already"),
                ApiAnswer.Json<ReceiptAnswer>(202, "The run has begun"),
                ApiAnswer.Problem(400, "The body, the bucket or the dataset is wrong"),
                ApiAnswer.Problem(404, "There is no such object"),
                .. BodyProblems,
            ],
        },
        Control("replay", "Runs the file again as a new attempt; a run under way goes on instead.", 202, _control.ReplayAsync),
        Control("terminate", "Ends a run for good and clears away what it wrote.", 200, _control.TerminateAsync),
        Control("suspend", "Holds a run; what is done stays done.", 200, _control.SuspendAsync),
        Control("resume", "Lets a held run go on.", 202, _control.ResumeAsync),
        Control("retire", "Takes a run's rows out; readers see it with the next snapshot.", 200, RetireAsync),
        new("POST", "/reconcile", Scope.Operate, ReconcileAsync)
        {
            Id = "reconcile",
            Tag = "Runs",
            Summary = "Starts the runs of objects whose events were lost, and resumes runs that were interrupted.",
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
        Answers = [ApiAnswer.Json<RunDetail>(status, "The run as it is now"), RunRoutes.Unknown, ApiAnswer.Problem(409, "The run is in a state that this does not fit")],
    };

    async Task<IResult> StartAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var body = await call.ReadAsync(ApiJson.Readable.StartBody, cancellationToken)
            ?? throw new ApiException(ApiProblem.BadRequest("Say which object: {\"key\": \"…\"}, and bucket, version or dataset where they are not the usual ones."));
        var receipt = await core.Intake(orchestrator).StartAsync(new(body.Bucket ?? bucket, body.Key, body.Version), body.Dataset, cancellationToken);
        return ApiJson.Reply(
            views.ReceiptOf(receipt), ApiJson.Readable.ReceiptAnswer,
            receipt.Kind == ReceiptKind.Started ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, RunLinks.To(receipt.Run!.Id));
    }

    async Task<RunRecord> RetireAsync(string id, CancellationToken cancellationToken)
    {
        var run = await core.Retirement.RetireAsync(id, cancellationToken);
        await refresh.RequestAsync([], s_noSettings, cancellationToken);
        return run;
    }

    async Task<IResult> ReconcileAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var found = await core.Recovery(orchestrator).RecoverAsync(cancellationToken);
        return ApiJson.Reply(new(found.Objects, found.Started, found.Resumed, found.Again), ApiJson.Readable.ReconciliationAnswer, StatusCodes.Status202Accepted);
    }
}
