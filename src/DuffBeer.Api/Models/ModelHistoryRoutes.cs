using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>How a model was built by the latest refreshes, and which of them its audits stopped.</summary>
sealed class ModelHistoryRoutes(Snapshots snapshots, RefreshRecords refreshes, ModelDefinitions definitions)
{
    const int MostSnapshots = 20;
    const int MostFailures = 20;

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/models/{name}/history", Scope.Report, HistoryAsync)
        {
            Id = "getModelHistory",
            Tag = "Data",
            Summary = $"Rows and build time of a model in the latest {MostSnapshots} snapshots, and the refreshes that its audits stopped.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of the model", IsRequired: true)],
            Answers = [ApiAnswer.Json<ModelHistoryAnswer>(200, "The history"), ApiAnswer.Problem(404, "There is no such model")],
        },
    ];

    async Task<IResult> HistoryAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var model = definitions.Graph[call["name"]]
            ?? throw new ApiException(
                ApiProblem.Unknown("model", call["name"], definitions.Graph.Models.Select(known => known.Name)));
        var ids = await snapshots.IdsAsync(cancellationToken).Take(MostSnapshots).ToListAsync(cancellationToken);
        var found = await Task.WhenAll(ids.Select(id => snapshots.FindAsync(id, cancellationToken)));
        // The oldest snapshot that has a build is the one that was made with it.
        var builds = found.OfType<Snapshot>()
            .Where(snapshot => snapshot.Models.ContainsKey(model.Name))
            .GroupBy(snapshot => snapshot.Models[model.Name].BuiltIn)
            .Select(same => Of(same.Last(), same.Last().Models[model.Name]));
        // The failures among the latest refreshes: reading all of them would take as long as the lake is old.
        var failed = await refreshes.PageAsync(RunStatus.Failed, null, MostFailures, cancellationToken);
        return ApiJson.Reply(
            new(model.Name, [.. builds], [.. failed.Refreshes.SelectMany(refresh => Failures(refresh, model.Name))]),
            ApiJson.Readable.ModelHistoryAnswer);
    }

    static ModelBuildHistory Of(Snapshot snapshot, ModelVersion build) =>
        new(build.BuiltIn, snapshot.At.UtcDateTime, build.Rows, build.Bytes, build.Seconds);

    IEnumerable<AuditFailureAnswer> Failures(RefreshRecord refresh, string model) =>
        from audit in definitions.Audits
        where audit.Model == model && audit.IsNamedBy(refresh.Result?.Problem)
        select new AuditFailureAnswer(refresh.Id, refresh.Updated.UtcDateTime, audit.Name, refresh.Result!.Problem!.Message);
}

/// <summary>Which audit a problem is about.</summary>
static class AuditProblems
{
    public static bool IsNamedBy(this Audit audit, Problem? problem) =>
        problem is { Code: ProblemCode.AuditFailed }
            && problem.Message.Contains($"the audit {audit.Name} (", StringComparison.Ordinal);
}
