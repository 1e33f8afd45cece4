using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>Datasets, models, refreshes and snapshots. Triggers only: each hands its request to the API.</summary>
public sealed class ModelFunctions(ApiTriggers triggers)
{
    [Function("listDatasets")]
    public Task<IActionResult> ListDatasetsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/datasets")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getDataset")]
    public Task<IActionResult> GetDatasetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/datasets/{name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listModels")]
    public Task<IActionResult> ListModelsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/models")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getModel")]
    public Task<IActionResult> GetModelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/models/{name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getLineage")]
    public Task<IActionResult> GetLineageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/lineage")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("refresh")]
    public Task<IActionResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/refresh")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getRefresh")]
    public Task<IActionResult> GetRefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/refreshes/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listSnapshots")]
    public Task<IActionResult> ListSnapshotsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/snapshots")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("activateSnapshot")]
    public Task<IActionResult> ActivateSnapshotAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/snapshots/{id}/activate")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("unpinSnapshots")]
    public Task<IActionResult> UnpinSnapshotsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/snapshots/unpin")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);
}
