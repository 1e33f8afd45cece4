using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Intake;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Events;

/// <summary>The webhook for new objects. It answers at once; the runs continue in the background.</summary>
sealed class EventRoutes(EventIntake intake)
{
    const string Example = """
        {"version":"0","id":"6a7e8feb-b491-4cf7-a9f1-bf3703467718","detail-type":"Object Created","source":"aws.s3",
        "account":"123456789012","time":"2026-11-21T07:00:00Z","region":"us-east-1","resources":["arn:aws:s3:::landing"],
        "detail":{"version":"0","bucket":{"name":"landing"},"object":{"key":"duff/orders/orders.csv","size":1234,
        "etag":"d41d8cd98f00b204e9800998ecf8427e","sequencer":"00617F08299329D189"},"reason":"PutObject"}}
        """;

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/events/s3", Scope.Ingest, TakeAsync)
        {
            Id = "s3Event",
            Tag = "Events",
            IsWebhook = true,
            Summary = "Takes S3 events from EventBridge, single or in an array, and S3's own notifications. Late, repeated and lost "
                + "events are harmless: reconcile finds what is missing. A failure of ours is 429 or 503, so EventBridge tries again.",
            Body = typeof(object),
            Example = Example,
            Answers =
            [
                ApiAnswer.Json<EventsAnswer>(200, "Nothing new: the runs are known, or no contract matches the objects"),
                ApiAnswer.Json<EventsAnswer>(202, "Runs were started, or will be in a moment: those events are queued"),
                ApiAnswer.Problem(400, "The body is not an S3 event; nothing was started"),
                ApiAnswer.Problem(503, "The events could not be recorded; Retry-After says when to send them again"),
                .. ControlRoutes.BodyProblems,
            ],
        },
    ];

    async Task<IResult> TakeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        using var body = await call.ReadDocumentAsync(cancellationToken);
        var receipts = await TakeAsync(S3Events.Read(body.RootElement), cancellationToken);
        var hasStarted = receipts.Any(receipt => receipt.Outcome is ReceiptKind.Started or ReceiptKind.Queued);
        return ApiJson.Reply(
            new(receipts), ApiJson.Readable.EventsAnswer, hasStarted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK,
            receipts.FirstOrDefault(receipt => receipt.Run is not null)?.StatusQueryGetUri);
    }

    /// <summary>The events are well formed, so whatever fails now is trouble of ours: the caller must try again.</summary>
    async Task<IReadOnlyList<ReceiptAnswer>> TakeAsync(IReadOnlyList<S3Event> events, CancellationToken cancellationToken)
    {
        try
        {
            return await intake.TakeAsync(events, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ApiException(ProblemOf(failure), failure);
        }
    }

    static ApiProblem ProblemOf(Exception failure) => failure switch
    {
        RunException { Code: ProblemCode.Overloaded } busy => ApiProblem.Overloaded(busy.Message),
        RunException known => ApiProblem.Unavailable(known.Code.ToString(), known.Message),
        _ => ApiProblem.Unavailable(
            nameof(ProblemCode.Internal), "The events could not be recorded. Send them again. The log has the details under the traceId."),
    };
}
