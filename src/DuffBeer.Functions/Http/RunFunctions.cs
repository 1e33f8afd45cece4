using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>Events, runs and what may be done to them. Triggers only: each hands its request to the API.</summary>
public sealed class RunFunctions(ApiTriggers triggers)
{
    [Function("s3Event")]
    public Task<IActionResult> S3EventAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/events/s3")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("startRun")]
    public Task<IActionResult> StartRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listRuns")]
    public Task<IActionResult> ListRunsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/runs")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getRun")]
    public Task<IActionResult> GetRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/runs/{id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("followRun")]
    public Task<IActionResult> FollowRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/runs/{id}/events")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listRejects")]
    public Task<IActionResult> ListRejectsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/runs/{id}/rejects")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("correctRejects")]
    public Task<IActionResult> CorrectRejectsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/rejects")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listRejectsAsCsv")]
    public Task<IActionResult> ListRejectsAsCsvAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/runs/{id}/rejects.csv")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("replayRun")]
    public Task<IActionResult> ReplayRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/replay")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("terminateRun")]
    public Task<IActionResult> TerminateRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/terminate")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("suspendRun")]
    public Task<IActionResult> SuspendRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/suspend")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("resumeRun")]
    public Task<IActionResult> ResumeRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/resume")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("retireRun")]
    public Task<IActionResult> RetireRunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/runs/{id}/retire")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("reconcile")]
    public Task<IActionResult> ReconcileAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/reconcile")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);
}
