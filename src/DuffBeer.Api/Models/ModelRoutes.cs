using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Refresh;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>The models, their audits, and the lineage.</summary>
sealed class ModelRoutes(
    ShownSnapshots snapshots, RefreshRecords refreshes, DatasetCatalog datasets, ModelDefinitions definitions,
    IReadOnlyList<ReportDefinition> reports)
{
    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/models", Scope.Report, ListAsync)
        {
            Id = "listModels",
            Tag = "Data",
            Summary = "The models, each after its inputs.",
            Answers = [ApiAnswer.Json<ModelsAnswer>(200, "All models"), ApiAnswer.NotModified],
        },
        new("GET", "/models/{name}", Scope.Report, OneAsync)
        {
            Id = "getModel",
            Tag = "Data",
            Summary = "One model: its SQL, columns, audits and their last results.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of the model", IsRequired: true)],
            Answers =
            [
                ApiAnswer.Json<ModelDetail>(200, "The model"), ApiAnswer.NotModified, ApiAnswer.Problem(404, "There is no such model"),
            ],
        },
        new("GET", "/lineage", Scope.Report, (call, _) => Task.FromResult(Lineage(call)))
        {
            Id = "getLineage",
            Tag = "Data",
            Summary = "Which dataset, model and report reads which.",
            Answers = [ApiAnswer.Json<LineageAnswer>(200, "The graph"), ApiAnswer.NotModified],
        },
    ];

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var snapshot = await snapshots.CurrentAsync(cancellationToken);
        return ApiJson.Tagged(
            call,
            new(
                snapshot?.Id,
                [.. definitions.Graph.Models.Select(model => ModelListing.Of(model, snapshot?.Models.GetValueOrDefault(model.Name)))]),
            ApiJson.Readable.ModelsAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var graph = definitions.Graph;
        var model = graph[call["name"]]
            ?? throw new ApiException(
                ApiProblem.Unknown("model", call["name"], graph.Models.Select(known => known.Name)));
        var snapshot = await snapshots.CurrentAsync(cancellationToken);
        var version = snapshot?.Models.GetValueOrDefault(model.Name);
        if (snapshot is not null)
            model = model.Described(definitions.Settings.Values(snapshot.Settings));
        var failure = (await refreshes.LatestAsync(cancellationToken))?.Result?.Problem;
        var detail = new ModelDetail(
            ModelListing.Of(model, version), model.Text,
            [.. model.Columns.Select(column => new ModelColumnAnswer(column.Name, column.Type.ToString(), column.Description))],
            [.. definitions.Audits.Where(audit => audit.Model == model.Name).Select(audit => Last(audit, version, failure))],
            [.. model.Sql.Sources.Concat(model.Sql.Refs).Distinct().Order(StringComparer.Ordinal)],
            [
                .. graph.Models.Where(other => other.Sql.Refs.Contains(model.Name)).Select(other => other.Name),
                .. reports.Where(report => report.Sql.Refs.Contains(model.Name)).Select(report => report.Name),
            ]);
        return ApiJson.Tagged(call, detail, ApiJson.Readable.ModelDetail);
    }

    static AuditAnswer Last(Audit audit, ModelVersion? version, Problem? failure) =>
        audit.IsNamedBy(failure)
            ? new(audit.Name, audit.Description, AuditOutcome.Failed, failure!.Message)
            : new(audit.Name, audit.Description, version is null ? AuditOutcome.NotRun : AuditOutcome.Passed, null);

    IResult Lineage(ApiCall call)
    {
        call.Query.Check();
        var models = definitions.Graph.Models.ToList();
        IReadOnlyList<LineageNode> nodes =
        [
            .. datasets.All.Select(
                dataset => new LineageNode(dataset.Name, NodeKind.Dataset, dataset.Domain, null, $"/api/datasets/{dataset.Name}")),
            .. models.Select(model => new LineageNode(model.Name, NodeKind.Model, model.Domain, model.Layer, $"/api/models/{model.Name}")),
            .. reports.Select(report => new LineageNode(report.Name, NodeKind.Report, report.Domain, null, $"/api/reports/{report.Name}")),
        ];
        IReadOnlyList<LineageEdge> edges =
        [
            .. models.SelectMany(
                model => model.Sql.Sources.Concat(model.Sql.Refs).Distinct().Select(input => new LineageEdge(input, model.Name))),
            .. reports.SelectMany(report => report.Sql.Refs.Distinct().Select(input => new LineageEdge(input, report.Name))),
        ];
        return ApiJson.Tagged(call, new(nodes, edges), ApiJson.Readable.LineageAnswer);
    }
}
