using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace DuffBeer.Functions.Http;

/// <summary>Reports. Triggers only: each hands its request to the API.</summary>
public sealed class ReportFunctions(ApiTriggers triggers)
{
    [Function("listReports")]
    public Task<IActionResult> ListReportsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/reports")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getReport")]
    public Task<IActionResult> GetReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/reports/{name}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getClientOrders")]
    public Task<IActionResult> GetClientOrdersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/client-orders")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getSalesByProduct")]
    public Task<IActionResult> GetSalesByProductAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/sales-by-product")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getOrderStatusReport")]
    public Task<IActionResult> GetOrderStatusReportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/order-status-report")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getTopClients")]
    public Task<IActionResult> GetTopClientsAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/clients/top")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("listOrders")]
    public Task<IActionResult> ListOrdersAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/orders")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);

    [Function("getOrdersOfClient")]
    public Task<IActionResult> GetOrdersOfClientAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/orders/{client_id}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        triggers.AnswerAsync(request, client);
}
