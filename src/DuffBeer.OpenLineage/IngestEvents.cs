using System.Text.Json.Nodes;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.OpenLineage;

/// <summary>The events of a run: a job per dataset reads a file and writes the table.</summary>
sealed class IngestEvents(LineageSources sources)
{
    readonly RunRecords _runs = new(sources.Lake, sources.Time);

    /// <summary>Null if another attempt took the place of this one.</summary>
    public async Task<RunEvent?> OfAsync(string type, string run, int attempt, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(run, cancellationToken) is not { } record || record.Attempt != attempt)
            return null;
        var version = sources.Datasets.Find(record.Dataset, record.ContractVersion);
        if (version is null)
            return null;
        var result = type == Announcement.RunCompleted ? await _runs.ResultAsync(run, attempt, cancellationToken) : null;
        var source = record.Corrects is { } original
            ? sources.InLake(LakeKeys.Correction(original, record.Source.Version))
            : await sources.SourceOf(record.Source, cancellationToken);
        return new(
            TypeOf(type),
            type == Announcement.RunStarted ? record.Started ?? record.Created : record.Updated,
            LineageId.OfRun(run, attempt),
            $"ingest.{record.Dataset}")
        {
            RunFacets = RunFacets(record, type),
            JobFacets = JobFacets(version),
            Inputs = [Input(record, version, source)],
            Outputs = [Output(record, version, source, result)],
        };
    }

    static string TypeOf(string type) => type switch
    {
        Announcement.RunStarted => "START",
        Announcement.RunCompleted => "COMPLETE",
        Announcement.RunTerminated => "ABORT",
        _ => "FAIL",
    };

    static JsonObject RunFacets(RunRecord record, string type)
    {
        var facets = new JsonObject
        {
            ["processing_engine"] = Facets.Engine(), ["nominalTime"] = Facets.NominalTime(record.Source.Time),
        };
        if (type == Announcement.RunFailed)
            facets["errorMessage"] = Facets.Error(record.Problem?.Code ?? ProblemCode.Internal);
        return facets;
    }

    static JsonObject JobFacets(DatasetContract contract)
    {
        var facets = new JsonObject
        {
            ["jobType"] = Facets.JobType("INGEST"), ["documentation"] = Facets.Documentation(contract.Description),
        };
        if (contract.Owner is { } owner)
            facets["ownership"] = Facets.Ownership(owner.Email ?? owner.Name);
        return facets;
    }

    static JsonObject Input(RunRecord record, DatasetContract contract, DatasetName source) => RunEvents.Dataset(
        source,
        new()
        {
            ["schema"] = Facets.Schema(
                contract.Columns.Select(column => new TableColumn(column.SourceName ?? column.Name, column.Type, column.Description))),
            ["version"] = Facets.Version(record.Source.Version),
        },
        "inputFacets",
        new() { ["inputStatistics"] = Facets.InputStatistics(record.Ledger?.RowsRead, record.Source.Size) });

    JsonObject Output(RunRecord record, DatasetContract contract, DatasetName source, RunResult? result)
    {
        var others = new JsonObject();
        if (result is not null && record.Published)
        {
            // The parts of a batch belong to many runs.
            var isShared = result.Parts.Count == 0 && result.Ledger.Accepted > 0;
            others["outputStatistics"] = Facets.OutputStatistics(
                result.Ledger.Accepted,
                isShared ? null : result.Parts.Sum(part => part.Bytes),
                isShared ? null : result.Parts.Count);
        }

        return RunEvents.Dataset(
            sources.InLake(LakeKeys.Table(contract.Name)),
            new()
            {
                ["schema"] = Facets.Schema(contract.StoredColumns),
                ["columnLineage"] = Facets.ColumnLineage(IngestColumns.Of(contract, source)),
            },
            "outputFacets",
            others);
    }
}
