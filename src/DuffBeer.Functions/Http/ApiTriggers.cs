using DuffBeer.Api;
using DuffBeer.Functions.Orchestrating;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>Hands a request to the API, which finds the route, checks the key and answers.</summary>
/// <remarks>
/// All triggers are anonymous for the Functions runtime: keys are the API's own, which know scopes. A key of the runtime opens nothing here, and one of
/// the API is never refused by the runtime. Which trigger gets a request does not matter: the runtime tries routes in the order of their functions' names.
/// </remarks>
public sealed class ApiTriggers(DuffBeerApi api, TaskHub hub)
{
    public Task<IActionResult> AnswerAsync(HttpRequest request, DurableTaskClient client) => hub.WithAsync<IActionResult>(client, async () =>
    {
        await api.HandleAsync(request.HttpContext);
        // The answer is sent; this one adds nothing to it.
        return new EmptyResult();
    });
}
