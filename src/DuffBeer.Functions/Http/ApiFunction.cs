using DuffBeer.Api;
using DuffBeer.Functions.Orchestrating;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>Passes every request to the API, which finds the route, checks the key and answers.</summary>
/// <remarks>
/// Anonymous for the Functions runtime: the API has its own keys, with scopes. A key of the runtime opens nothing here, and the
/// runtime never refuses a key of the API.
/// </remarks>
public sealed class ApiFunction(DuffBeerApi api, TaskHub hub)
{
    /// <summary>All paths except the runtime's own, which this route would hide.</summary>
    /// <remarks>
    /// These are <c>admin</c>, and <c>runtime</c> with the endpoints of Durable Functions. The default value lets the empty path match too:
    /// a constraint never accepts a missing value.
    /// </remarks>
    public const string Route = "{*path:regex(^(?!(admin|runtime)(/|$)))=pages}";

    [Function("api")]
    public Task<IActionResult> AnswerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = Route)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        hub.WithAsync<IActionResult>(client, async () =>
        {
            await api.HandleAsync(request.HttpContext);
            // The API has sent its answer; an empty result adds nothing.
            return new EmptyResult();
        });
}
