using DuffBeer.Api.Http;
using DuffBeer.Api.Keys;
using DuffBeer.Api.Reports;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Records;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Models;

/// <summary>The files of a dataset, and a look into the rows of the newest.</summary>
sealed class DatasetRowRoutes(IObjectStore lake, DatasetCatalog datasets, Func<PublishedRows> rows, EngineGate gate)
{
    const int MostFiles = 1_000;
    const int UsualFiles = 50;
    const int MostRows = 100;
    const int UsualRows = 20;

    static readonly ApiParameter s_name = new("name", "path", """{"type":"string"}""", "Name of the dataset", IsRequired: true);

    static readonly ApiAnswer s_unknown = ApiAnswer.Problem(404, "There is no such dataset");

    static readonly ApiAnswer s_invalid = ApiAnswer.Problem(400, "A parameter is invalid; errors names each");

    readonly DatasetManifests _manifests = new(lake);

    public IEnumerable<ApiRoute> All =>
    [
        new("GET", "/datasets/{name}/files", Scope.Report, FilesAsync)
        {
            Id = "listDatasetFiles",
            Tag = "Data",
            Summary = "The published files of a dataset, newest first.",
            Parameters =
            [
                s_name,
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostFiles}}}""",
                    $"Files per page (default: {UsualFiles})"),
                new("next", "query", """{"type":"integer"}""", "Continuation token: the next of the previous page's nextLink"),
            ],
            Answers = [ApiAnswer.Json<DatasetFilesAnswer>(200, "One page"), s_invalid, s_unknown],
        },
        new("GET", "/datasets/{name}/sample", Scope.Report, SampleAsync)
        {
            Id = "getDatasetSample",
            Tag = "Data",
            Summary = "Some rows of the newest file. Hidden columns are not among them.",
            Parameters =
            [
                s_name,
                new(
                    "limit",
                    "query",
                    $$"""{"type":"integer","minimum":1,"maximum":{{MostRows}}}""",
                    $"Rows (default: {UsualRows})"),
            ],
            Answers = [ApiAnswer.Json<DatasetSampleAnswer>(200, "Rows"), s_invalid, s_unknown],
        },
        new("GET", "/datasets/{name}/profile", Scope.Report, ProfileAsync)
        {
            Id = "getDatasetProfile",
            Tag = "Data",
            Summary = "Nulls, distinct values, least and greatest of each column of the newest file. Hidden columns are not among them.",
            Parameters = [s_name],
            Answers = [ApiAnswer.Json<DatasetProfileAnswer>(200, "One entry per column"), s_unknown],
        },
    ];

    async Task<IResult> FilesAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var (limit, skip) = (query.Number("limit", UsualFiles, 1, MostFiles), query.Number("next", 0, 0, int.MaxValue));
        query.Check();
        var dataset = Find(call).Name;
        var files = (await _manifests.ReadAllAsync(dataset, cancellationToken)).Runs;
        var next = skip + limit < files.Count
            ? FormattableString.Invariant($"/api/datasets/{dataset}/files?limit={limit}&next={skip + limit}")
            : null;
        return ApiJson.Reply(
            new(dataset, files.Count, [.. files.Reverse().Skip(skip).Take(limit).Select(DatasetFile.Of)], next),
            ApiJson.Readable.DatasetFilesAnswer);
    }

    async Task<IResult> SampleAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var query = call.Query;
        var limit = query.Number("limit", UsualRows, 1, MostRows);
        query.Check();
        var contract = Find(call);
        var sample = await gate.PassAsync(() => rows().SampleAsync(contract, limit, cancellationToken), cancellationToken);
        return ApiJson.Reply(DatasetSampleAnswer.Of(contract.Name, sample), ApiJson.Readable.DatasetSampleAnswer);
    }

    async Task<IResult> ProfileAsync(ApiCall call, CancellationToken cancellationToken)
    {
        call.Query.Check();
        var contract = Find(call);
        var profile = await gate.PassAsync(() => rows().ProfileAsync(contract, cancellationToken), cancellationToken);
        return ApiJson.Reply(DatasetProfileAnswer.Of(contract.Name, profile), ApiJson.Readable.DatasetProfileAnswer);
    }

    DatasetContract Find(ApiCall call) => datasets.Find(call["name"])
        ?? throw new ApiException(ApiProblem.Unknown("dataset", call["name"], datasets.All.Select(known => known.Name)));
}
