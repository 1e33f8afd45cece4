using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Tests.Shared;

/// <summary>The history of a lake, written quickly: real keys and records of runs that never ran, spread over a year.</summary>
/// <param name="write">Writes one object of the lake.</param>
/// <param name="end">When the last run ended.</param>
sealed class SimulatedHistory(Action<string, byte[]> write, DateTimeOffset end)
{
    static readonly TimeSpan s_year = TimeSpan.FromDays(365);
    static readonly Problem s_problem = new(ProblemCode.BadRequest, "The file has no header.");

    /// <summary>One run of each object: of fifty, one failed, one was terminated, one had nothing to publish.</summary>
    public async Task WriteRunsAsync(IObjectStore lake, DatasetContract contract, string bucket, IReadOnlyList<ObjectStat> sources)
    {
        var published = new List<RunRecord>();
        foreach (var (index, source) in sources.Index())
        {
            var run = RunOf(contract, bucket, source, index, end - (s_year / sources.Count * (sources.Count - index)));
            write(LakeKeys.RunByDay(run.Created, run.Id), []);
            write(LakeKeys.RunByState(run.Dataset, $"{RunMarks.Of(run)}".ToLowerInvariant(), run.Created, run.Id, run.Marks), []);
            Write(LakeKeys.Run(run.Id), run, RunJson.Default.RunRecord);
            if (run.Published)
                published.Add(run);
        }

        var entries = published.Select(run => ManifestEntry.Of(run, run.Ledger!, run.Updated).With([PartOf(run)])).ToList();
        await new DatasetManifests(lake).UpdateAsync(
            contract.Name, (IReadOnlyCollection<string>?)null, "simulated", _ => RunSet.Union([new(entries), RunSet.Empty]), default);
        Write(LakeKeys.RunsByStateFrom, new(""), RunJson.Default.MarkedRuns);
    }

    /// <summary>Refreshes and the snapshots that they built, one in ten of them failed.</summary>
    public void WriteRefreshes(int count)
    {
        var shown = "";
        for (var number = 0; number < count; number++)
        {
            var at = end - (s_year / count * (count - number));
            var (id, failed) = (TimeId.Of(at), number % 10 == 9);
            var result = new RefreshModels.Result(failed ? null : id, 1, failed ? s_problem : null);
            Write(
                LakeKeys.Refresh(id), new RefreshRecord(id, RunStatus.Running, at, at).Ended(result, at),
                SnapshotJson.Default.RefreshRecord);
            if (failed)
                continue;
            write(LakeKeys.RefreshPlan(id), "{}"u8.ToArray());
            write(LakeKeys.BuiltModel(id, "orders"), "{}"u8.ToArray());
            Write(LakeKeys.Snapshot(id), SnapshotOf(id, at), SnapshotJson.Default.Snapshot);
            shown = id;
        }

        Write(LakeKeys.CurrentSnapshot, new(shown, end), SnapshotJson.Default.SnapshotPointer);
    }

    static RunRecord RunOf(DatasetContract contract, string bucket, ObjectStat source, int index, DateTimeOffset at)
    {
        var status = (index % 50) switch { 0 => RunStatus.Failed, 1 => RunStatus.Terminated, _ => RunStatus.Completed };
        return new()
        {
            Id = RunStarts.IdOf(contract, bucket, source),
            Dataset = contract.Name,
            ContractVersion = contract.Version,
            Source = new(
                source.Key, source.Version ?? RunSource.Unversioned(source.ETag, source.LastModified), source.ETag, source.Size,
                source.LastModified),
            Attempt = 1,
            Status = status,
            Stage = status == RunStatus.Completed ? RunStage.Done : RunStage.Transform,
            ProcessingDate = DateOnly.FromDateTime(at.UtcDateTime),
            Created = at,
            Started = at,
            Updated = at.AddSeconds(1),
            Chunks = 1,
            Ledger = new() { RowsRead = 100, Accepted = 100 },
            Problem = status == RunStatus.Failed ? s_problem : null,
            Published = status == RunStatus.Completed && index % 50 != 2,
            Marks = 1,
        };
    }

    static Part PartOf(RunRecord run)
    {
        var partition = FormattableString.Invariant($"pa_date={run.ProcessingDate:yyyy-MM-dd}/point_of_sale_channel=Retail");
        return new(LakeKeys.Part(run.Dataset, partition, new(run.Id, 1, 0, 0), ".parquet"), partition, run.Ledger!.Accepted, 4_000);
    }

    static Snapshot SnapshotOf(string id, DateTimeOffset at) => new(
        id, at, new Dictionary<string, DateOnly>(), new Dictionary<string, string>(), new Dictionary<string, ModelVersion>(),
        new Dictionary<string, DatasetVersion>());

    void Write<T>(string key, T document, JsonTypeInfo<T> type) => write(key, JsonSerializer.SerializeToUtf8Bytes(document, type));

    /// <summary>The key of a source file of the history.</summary>
    public static string SourceKey(DatasetContract contract, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{contract.Source.Prefix}{number:D7}.csv");
}
