using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>What needs no key: pages, the description of the API, health; and a problem for every other address. Triggers only: each hands its request to the API.</summary>
public sealed class PageFunctions(ApiTriggers triggers)
{
    [Function("getOpenApi")]
    public Task<IActionResult> GetOpenApiAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/openapi.json")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getDocs")]
    public Task<IActionResult> GetDocsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/docs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getDocsFile")]
    public Task<IActionResult> GetDocsFileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/docs/{file}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("isLive")]
    public Task<IActionResult> IsLiveAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/live")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("isReady")]
    public Task<IActionResult> IsReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/health/ready")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    /// <summary>Every other address of the API, and every other method: a problem says what there is.</summary>
    [Function("unknown")]
    public Task<IActionResult> UnknownAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    // An empty route would be the function's name; this one matches the empty path alone.
    [Function("firstPage")]
    public Task<IActionResult> FirstPageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{none:maxlength(0)?}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    // Functions are asked before the runtime's own addresses, which must not be hidden: admin, and runtime with Durable Functions' endpoints.
    [Function("page")]
    public Task<IActionResult> PageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{*path:regex(^(?!(admin|runtime|api)(/|$)))}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);
}
