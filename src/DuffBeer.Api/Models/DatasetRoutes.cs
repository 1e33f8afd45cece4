using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>The contract and published runs of each dataset.</summary>
sealed class DatasetRoutes(IObjectStore lake, DatasetCatalog datasets, ModelDefinitions definitions)
{
    readonly DatasetManifests _manifests = new(lake);

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/datasets", Scope.Report, ListAsync)
        {
            Id = "listDatasets",
            Tag = "Data",
            Summary = "The datasets and their published runs.",
            Answers = [ApiAnswer.Json<DatasetsAnswer>(200, "All datasets"), ApiAnswer.NotModified],
        },
        new("GET", "/datasets/{name}", Scope.Report, OneAsync)
        {
            Id = "getDataset",
            Tag = "Data",
            Summary = "A dataset's contract: files, columns, rules, reject budget.",
            Parameters = [new("name", "path", """{"type":"string"}""", "Name of the dataset", IsRequired: true)],
            Answers =
            [
                ApiAnswer.Json<DatasetDetail>(200, "The dataset"),
                ApiAnswer.NotModified,
                ApiAnswer.Problem(404, "There is no such dataset"),
            ],
        },
    ];

    async Task<IResult> ListAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var all = new List<DatasetListing>();
        foreach (var contract in datasets.All)
            all.Add(DatasetListing.Of(contract, await _manifests.ReadAsync(contract.Name, cancellationToken)));
        return ApiJson.Tagged(call, new(all), ApiJson.Readable.DatasetsAnswer);
    }

    async Task<IResult> OneAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var contract = datasets.Find(call["name"])
            ?? throw new ApiException(
                ApiProblem.Unknown("dataset", call["name"], datasets.All.Select(known => known.Name)));
        var readBy = definitions.Graph.Models.Where(model => model.Sql.Sources.Contains(contract.Name)).Select(model => model.Name);
        return ApiJson.Tagged(
            call,
            DatasetDetail.Of(contract, await _manifests.ReadAsync(contract.Name, cancellationToken), readBy),
            ApiJson.Readable.DatasetDetail);
    }
}
