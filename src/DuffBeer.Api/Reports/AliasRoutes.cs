using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Reports;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Reports;

/// <summary>Shorter paths of reports of the Duff domain. A report that the definitions lack has no alias.</summary>
sealed class AliasRoutes(IReadOnlyList<ReportDefinition> reports, ReportAnswers answers)
{
    static readonly Dictionary<string, string> s_resources = new()
    {
        ["client_orders"] = "client-orders",
        ["status_summary"] = "order-status",
        ["orders_by_client"] = "orders-by-client",
    };

    public IEnumerable<ApiRoute> All =>
    [
        .. s_resources.Values.All(name => Find(name) is not null) ? [ClientOrders()] : (ApiRoute[])[],
        .. Alias("/sales-by-product", "sales-by-product", "getSalesByProduct"),
        .. Alias("/order-status-report", "order-status", "getOrderStatusReport"),
        .. Alias("/clients/top", "top-clients", "getTopClients"),
        .. Alias("/orders", "orders", "listOrders"),
        .. Find("orders-by-client") is { } report ? [OrdersOfClient(report)] : (ApiRoute[])[],
    ];

    IEnumerable<ApiRoute> Alias(string template, string name, string id) => Find(name) is { } report
        ? [RouteOf(template, id, report, ReportParameters.Of(report), (call, stop) => answers.AnswerAsync(call, report, csv: false, stop))]
        : [];

    ApiRoute ClientOrders()
    {
        var all = s_resources.Values.Select(name => Find(name)!).ToList();
        var names = string.Join(',', s_resources.Keys.Select(key => $"\"{key}\""));
        return new("GET", "/client-orders", Scope.Report, ClientOrdersAsync)
        {
            Id = "getClientOrders",
            Tag = "Orders",
            Summary = "Sales of each client, a summary by status, or the orders of one client, as resource says.",
            Parameters =
            [
                new("resource", "query", $$"""{"type":"string","enum":[{{names}}],"default":"client_orders"}""", "The report to return"),
                new("client_id", "query", """{"type":"integer","format":"int64"}""", "Only this client; required for orders_by_client"),
                ReportParameters.Snapshot,
                ReportParameters.Format,
            ],
            Answers =
            [
                new(200, "One page", "application/json", string.Join('|', all.Select(ReportSchema.NameOf))),
                .. ReportParameters.OtherAnswers,
            ],
        };
    }

    async Task<IResult> ClientOrdersAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var resource = call.Request.Query["resource"].ToString();
        if (!s_resources.TryGetValue(resource.Length == 0 ? "client_orders" : resource, out var name))
            throw new ApiException(
                ApiProblem.Invalid(
                    new Dictionary<string, string> { ["resource"] = $"resource must be one of {string.Join(", ", s_resources.Keys)}" }));
        var texts = ReportAnswers.TextsOf(call.Request).Where(text => text.Key != "resource");
        var format = ReportAnswers.FormatOf(call.Request);
        return await answers.AnswerAsync(call, ReportAnswers.ReadRequest(Find(name)!, texts), format, cancellationToken);
    }

    ApiRoute OrdersOfClient(ReportDefinition report)
    {
        const string client = "client_id";
        var others = ReportParameters.Of(report).Where(parameter => parameter.Name != client);
        var route = RouteOf("/orders/{client_id}", "getOrdersOfClient", report, others, async (call, stop) =>
        {
            var format = ReportAnswers.FormatOf(call.Request);
            var id = KeyValuePair.Create(client, call[client]);
            var request = ReportAnswers.ReadRequest(report, ReportAnswers.TextsOf(call.Request).Append(id));
            var known = ReportAnswers.ReadRequest(report, [id]) with { Limit = 1 };
            if (await answers.SnapshotOfAsync(request.Snapshot, stop) is { } snapshot
                && (await answers.ReadAsync(known, snapshot, stop)).Rows.Count == 0)
                throw new ApiException(ApiProblem.NotFound($"There is no client '{call[client]}'."));
            return await answers.AnswerAsync(call, request, format, stop);
        });
        return route with
        {
            Parameters =
            [
                new(client, "path", """{"type":"integer","format":"int64"}""", "Id of the client", IsRequired: true), .. route.Parameters,
            ],
            Answers =
            [
                .. route.Answers.Where(answer => answer.Status != StatusCodes.Status404NotFound),
                ApiAnswer.Problem(404, "There is no such client or snapshot"),
            ],
        };
    }

    static ApiRoute RouteOf(string template, string id, ReportDefinition report, IEnumerable<ApiParameter> parameters, ApiAction action) =>
        new("GET", template, Scope.Report, action)
    {
        Id = id,
        Tag = "Orders",
        Summary = $"{report.Title}: the report {report.Name}.",
        Parameters = [.. parameters, .. ReportParameters.Common(report), ReportParameters.Format],
        Answers =
        [
            .. ReportParameters.Answers(report, report.Description),
            .. ReportParameters.OtherAnswers,
        ],
    };

    ReportDefinition? Find(string name) => reports.FirstOrDefault(report => report.Name == name);
}
