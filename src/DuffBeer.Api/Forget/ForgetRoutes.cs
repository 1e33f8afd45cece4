using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Forget;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Forget;

/// <summary>Requests the erasure of rows, and shows how it ended. No answer and no log contains a value.</summary>
sealed class ForgetRoutes(ILakeErasure erasure, ForgetRecords records, Func<ForgetPlanner> planner, TimeProvider time)
{
    /// <summary>Maximum number of values. Use the command line for more.</summary>
    public const int MostValues = 5_000;

    const string Example = """{"dataset":"duff_orders","column":"client_id","values":["1001"]}""";

    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/forget", Scope.Operate, AskAsync)
        {
            Id = "forget",
            Tag = "Operate",
            Summary = "Erases all rows that have one of the values in a column, for good: from the source files and from everything that "
                + "was made of them. One erasure runs at a time; the same request again gets the one under way.",
            Body = typeof(ForgetBody),
            Example = Example,
            Answers =
            [
                ApiAnswer.Json<ForgetAnswer>(202, "The erasure that begins now, or the same one under way"),
                s_wrong,
                ApiAnswer.Problem(409, "Another erasure is under way"),
                .. ControlRoutes.BodyProblems,
            ],
        },
        new("POST", "/forget/plan", Scope.Operate, PlanAsync)
        {
            Id = "planForget",
            Tag = "Operate",
            Summary = "What an erasure would rewrite and ingest again. Nothing is written; all files of the dataset are read.",
            Body = typeof(ForgetBody),
            Example = Example,
            Answers =
            [
                ApiAnswer.Json<ForgetDraftAnswer>(200, "The plan"),
                s_wrong,
                ApiAnswer.Problem(409, "It cannot begin now: a run of the dataset is under way, or a file is no longer in landing"),
                .. ControlRoutes.BodyProblems,
            ],
        },
        new("GET", "/forget", Scope.Operate, LatestAsync)
        {
            Id = "getLatestForget",
            Tag = "Operate",
            Summary = "The erasure under way, or else the latest one.",
            Answers = [ApiAnswer.Json<ForgetAnswer>(200, "The erasure"), ApiAnswer.Problem(404, "There never was one")],
        },
        new("GET", "/forget/{id}", Scope.Operate, OneAsync)
        {
            Id = "getForget",
            Tag = "Operate",
            Summary = "One erasure: its state, how many rows went, and its cost.",
            Parameters = [new("id", "path", """{"type":"string"}""", "Id of the erasure", IsRequired: true)],
            Answers = [ApiAnswer.Json<ForgetAnswer>(200, "The erasure"), ApiAnswer.Problem(404, "There is no such erasure")],
        },
    ];

    static readonly ApiAnswer s_wrong = ApiAnswer.Problem(
        400, "The body is wrong, there is no such dataset or column, or no cell of the column can have one of the values");

    async Task<IResult> AskAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var begun = await records.RequestAsync(await RequestAsync(call, cancellationToken), cancellationToken);
        await erasure.StartAsync(begun.Id, cancellationToken);
        return ApiJson.Reply(
            ForgetAnswer.Of(begun), ApiJson.Readable.ForgetAnswer, StatusCodes.Status202Accepted, ForgetAnswer.To(begun.Id));
    }

    async Task<IResult> PlanAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(call, cancellationToken);
        var plan = await planner().DecideAsync(new("", time.GetUtcNow(), request), cancellationToken);
        return ApiJson.Reply(ForgetDraftAnswer.Of(plan), ApiJson.Readable.ForgetDraftAnswer);
    }

    async Task<IResult> LatestAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var found = await records.LatestAsync(cancellationToken)
            ?? throw new ApiException(ApiProblem.NotFound("Nothing was ever erased from this lake."));
        return ApiJson.Reply(ForgetAnswer.Of(found), ApiJson.Readable.ForgetAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        return ApiJson.Reply(
            ForgetAnswer.Of(await records.GetAsync(call["id"], cancellationToken)), ApiJson.Readable.ForgetAnswer);
    }

    async Task<ForgetRequest> RequestAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var body = await BodyAsync(call, cancellationToken);
        if (body is null || body.Values.Contains(null!))
            throw Malformed();
        var values = body.Values.Distinct(StringComparer.Ordinal).ToList();
        if (values.Count > MostValues)
            throw new ApiException(ApiProblem.BadRequest(FormattableString.Invariant(
                $"There are {values.Count} values; a request may have {MostValues}. Send several, one after the other.")));
        var request = new ForgetRequest(body.Dataset, body.Column, values);
        planner().Check(request);
        return request;
    }

    /// <summary>A message about the JSON would quote the text that does not fit, which may be a value.</summary>
    static async Task<ForgetBody?> BodyAsync(ApiCall call, CancellationToken cancellationToken)
    {
        try
        {
            return await call.ReadAsync(ApiJson.Readable.ForgetBody, cancellationToken);
        }
        catch (ApiException mistake) when (mistake.Problem.Status == StatusCodes.Status400BadRequest)
        {
            throw Malformed();
        }
    }

    static ApiException Malformed() => new(ApiProblem.BadRequest($"Send a JSON body of this form: {Example}. All values are strings."));
}
