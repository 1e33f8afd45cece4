using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Maintenance;

/// <summary>Requests maintenance of the lake, and shows how it ended.</summary>
sealed class MaintenanceRoutes(ILakeMaintenance maintenance, MaintenanceRecords records)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("POST", "/maintenance", Scope.Operate, AskAsync)
        {
            Id = "maintain",
            Tag = "Operate",
            Summary = "Deletes what is no longer needed in the lake, and merges small files. One maintenance runs at a time.",
            Answers = [ApiAnswer.Json<MaintenanceAnswer>(202, "The maintenance under way, or the one that begins now")],
        },
        new("GET", "/maintenance/{id}", Scope.Operate, OneAsync)
        {
            Id = "getMaintenance",
            Tag = "Operate",
            Summary = "One maintenance: its state, what it deleted and merged, and its cost.",
            Parameters = [new("id", "path", """{"type":"string"}""", "Id of the maintenance", IsRequired: true)],
            Answers =
            [
                ApiAnswer.Json<MaintenanceAnswer>(200, "The maintenance"), ApiAnswer.Problem(404, "There is no such maintenance"),
            ],
        },
    ];

    async Task<IResult> AskAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var begun = await records.GetAsync(await maintenance.RequestAsync(cancellationToken), cancellationToken);
        return ApiJson.Reply(
            MaintenanceAnswer.Of(begun), ApiJson.Readable.MaintenanceAnswer, StatusCodes.Status202Accepted, MaintenanceAnswer.To(begun.Id));
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        return ApiJson.Reply(
            MaintenanceAnswer.Of(await records.GetAsync(call["id"], cancellationToken)), ApiJson.Readable.MaintenanceAnswer);
    }
}
