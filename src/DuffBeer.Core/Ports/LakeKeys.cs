using System.Globalization;

namespace DuffBeer.Core.Ports;

/// <summary>Builds every key of the lake.</summary>
public static class LakeKeys
{
    /// <param name="partitionPath">Hive folders such as <c>pa_date=2026-01-31/channel=Retail</c>; empty for an unpartitioned table.</param>
    public static string Part(string dataset, string partitionPath, ChunkId chunk, string extension) =>
        Join($"tables/{dataset}", partitionPath, $"run_id={chunk.Run}", Attempt(chunk.Attempt), PartName(chunk, extension));

    public static string RejectsPart(string dataset, ChunkId chunk, string extension) =>
        Join($"rejects/{dataset}", $"run_id={chunk.Run}", Attempt(chunk.Attempt), PartName(chunk, extension));

    /// <summary>Sorted keys of a chunk's accepted rows.</summary>
    /// <param name="number">0-based: a chunk with many rows has several files.</param>
    public static string Keys(string dataset, ChunkId chunk, int number) =>
        Join(
            $"keys/{dataset}", $"run_id={chunk.Run}", Attempt(chunk.Attempt),
            PartName(chunk, string.Create(CultureInfo.InvariantCulture, $"-{number}.keys")));

    public static string KeysOf(string dataset, string run, int attempt) => $"keys/{dataset}/run_id={run}/{Attempt(attempt)}/";

    /// <summary>What a comparison of an attempt's keys found.</summary>
    /// <param name="round">1 for the first comparison.</param>
    public static string Repeats(string run, int attempt, int round) => string.Create(
        CultureInfo.InvariantCulture, $"runs/{run}/{Attempt(attempt)}/repeats-{round}.json");

    /// <summary>Rows of a chunk that repeat a key.</summary>
    /// <param name="state">Identifies the published rows that were compared, so that another try never overwrites a result in use.</param>
    /// <param name="number">0-based number of the part.</param>
    public static string RepeatsOfChunk(ChunkId chunk, string state, int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"runs/{chunk.Run}/{Attempt(chunk.Attempt)}/repeats-{chunk.Round}/{state}/{PartName(chunk, "")}-{number}.rows");

    /// <summary>All parts of all datasets.</summary>
    public const string Tables = "tables/";

    /// <summary>All rejects of all datasets.</summary>
    public const string AllRejects = "rejects/";

    /// <summary>All keys of rows of all datasets.</summary>
    public const string AllKeys = "keys/";

    /// <summary>All parts of a dataset, of every run and attempt.</summary>
    public static string Table(string dataset) => $"{Tables}{dataset}/";

    public static string RejectsOf(string dataset, string run, int attempt) => $"rejects/{dataset}/run_id={run}/{Attempt(attempt)}/";

    /// <summary>Whether <see cref="Part"/> or <see cref="RejectsPart"/> made the part's key for the attempt.</summary>
    public static bool IsOfAttempt(string key, string run, int attempt) =>
        key.Contains($"/run_id={run}/{Attempt(attempt)}/", StringComparison.Ordinal);

    /// <summary>
    /// The components of a key made by <see cref="Part"/>, <see cref="RejectsPart"/> or below <see cref="FileLists"/>; null for another.
    /// </summary>
    public static AttemptFolder? AttemptOf(string key)
    {
        var folders = key.Split('/')[..^1];
        return folders.Length >= 4 && folders[^2].StartsWith("run_id=", StringComparison.Ordinal) && folders[^1].StartsWith('a')
            ? new(string.Join('/', folders[2..^2]), folders[^2]["run_id=".Length..], folders[^1])
            : null;
    }

    public const string Datasets = "datasets/";

    /// <summary>The dataset of a key made by <see cref="Dataset"/>; null for another key.</summary>
    public static string? DatasetOf(string key) => key.Split('/') is ["datasets", var dataset, "current.json"] ? dataset : null;

    /// <summary>The dataset's manifest: its commit point.</summary>
    public static string Dataset(string dataset) => $"{Datasets}{dataset}/current.json";

    /// <summary>All lists of a dataset's runs that its manifest or a snapshot names, and those that nothing names any more.</summary>
    public static string Segments(string dataset) => $"{Datasets}{dataset}/segments/";

    /// <summary>A list of some of a dataset's runs, which never changes.</summary>
    /// <param name="segment">Derived from the list's content.</param>
    public static string Segment(string dataset, string segment) => $"{Segments(dataset)}{segment}.json";

    /// <summary>All lists of packs: of files that runs share.</summary>
    public static string Packs(string dataset) => $"{Datasets}{dataset}/packs/";

    /// <summary>The files and runs of a pack, which never change.</summary>
    /// <param name="content">Derived from the list's content.</param>
    public static string Pack(string dataset, string pack, string content) => $"{Packs(dataset)}{pack}-{content}.json";

    /// <summary>The name of the document of a key made by <see cref="Pack"/>.</summary>
    public static string NameOfPack(string key) => key[(key.LastIndexOf('/') + 1)..key.LastIndexOf('.')];

    /// <summary>A file of a pack.</summary>
    /// <param name="name">Of the document that lists the pack's files.</param>
    /// <param name="number">0-based.</param>
    public static string PackPart(string dataset, string partitionPath, string name, int number, string extension) =>
        Join(
            $"{Tables}{dataset}", partitionPath, $"pack_id={name}",
            string.Create(CultureInfo.InvariantCulture, $"part-{number:D5}{extension}"));

    /// <summary>All documents of batches.</summary>
    public const string Batches = "batches/";

    /// <summary>The attempts that a batch takes.</summary>
    public static string BatchMembers(string batch) => $"{Batches}{batch}/members.json";

    /// <summary>What a batch made of its files: the results of all attempts that it ingested.</summary>
    /// <param name="result">See <see cref="BatchResultId"/>.</param>
    public static string BatchResult(string result) =>
        $"{Batches}{BatchOfResult(result)}/result{result[result.LastIndexOf('-')..]}.json";

    /// <summary>Identifies a batch's result, and its pack.</summary>
    /// <param name="round">1-based: a batch is made again without the attempts that may not be published.</param>
    public static string BatchResultId(string batch, int round) => string.Create(CultureInfo.InvariantCulture, $"{batch}-{round}");

    /// <summary>The batch of an id made by <see cref="BatchResultId"/>.</summary>
    public static string BatchOfResult(string result) => result[..result.LastIndexOf('-')];

    /// <summary>A part that the runs of a batch share.</summary>
    /// <param name="name">Unique, so that a late copy never overwrites a part in use.</param>
    public static string BatchPart(string dataset, string partitionPath, string result, string name, string extension) =>
        Join($"tables/{dataset}", partitionPath, $"batch_id={result}", $"part-{name}{extension}");

    public static string BatchRejects(string dataset, string result, string name, string extension) =>
        $"rejects/{dataset}/batch_id={result}/part-{name}{extension}";

    /// <summary>What the ids of a dataset's batches begin with.</summary>
    public static string BatchesOf(string dataset) => $"{dataset}{BatchInfix}";

    /// <summary>The batch of a key of its documents, parts or rejects, or of a list of its parts; null for another key.</summary>
    public static string? BatchOf(string key)
    {
        var name = key.Split('/') switch
        {
            ["batches", var batch, _] => batch,
            ["datasets", _, "packs", var pack] => pack,
            [.., ['b', 'a', 't', 'c', 'h', '_', 'i', 'd', '=', .. var result], _] => result,
            [.., ['r', 'u', 'n', '_', 'i', 'd', '=', .. var pack], ['a', ..], _] => pack,
            _ => null,
        };
        if (name is null || !name.Contains(BatchInfix, StringComparison.Ordinal))
            return null;
        var end = name.IndexOf('-', name.IndexOf(BatchInfix, StringComparison.Ordinal) + BatchInfix.Length);
        return end < 0 ? name : name[..end];
    }

    const string BatchInfix = "-batch-";

    public const string Runs = "runs/";

    public static string Run(string run) => $"runs/{run}/run.json";

    /// <summary>The run and attempt of a key below <see cref="Runs"/>, and what follows them; null for another key.</summary>
    public static (string Run, int Attempt, string File)? RunFileOf(string key) =>
        key.Split('/', 4) is ["runs", var run, ['a', .. var number], var file]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var attempt)
            ? (run, attempt, file)
            : null;

    public static string Plan(string run, int attempt) => $"runs/{run}/{Attempt(attempt)}/plan.json";

    public static string Chunks(string run, int attempt) => $"runs/{run}/{Attempt(attempt)}/chunks/";

    public static string Chunk(ChunkId chunk) => $"{Chunks(chunk.Run, chunk.Attempt)}{PartName(chunk, ".json")}";

    /// <summary>The index of the chunk of a key made by <see cref="Chunk"/>.</summary>
    public static int ChunkOf(string key) =>
        int.Parse(key[(key.LastIndexOf('/') + 1)..].Split('-')[1], CultureInfo.InvariantCulture);

    /// <summary>The result of a judged attempt: its ledger and parts.</summary>
    public static string Result(string run, int attempt) => $"runs/{run}/{Attempt(attempt)}/result.json";

    public const string Corrections = "corrections/";

    /// <summary>Corrected rejects of a run.</summary>
    /// <param name="version">Derived from the rows.</param>
    public static string Correction(string run, string version) => $"{Corrections}{run}/{version}.csv";

    public const string RunsByDay = "runs-by-day/";

    public static string RunByDay(DateTimeOffset created, string run) => RunsByDay + RunPlace(created, run);

    /// <summary>The prefix of a day's (UTC) runs.</summary>
    public static string RunsOfDay(DateTimeOffset day) => string.Create(
        CultureInfo.InvariantCulture, $"{RunsByDay}{day.UtcDateTime:yyyy'/'MM'/'dd'/'}");

    public const string RunsByState = "runs-by-state/";

    /// <summary>The prefix of a dataset's runs in a state.</summary>
    public static string RunsOfState(string dataset, string state) => $"{RunsByState}{dataset}/{state}/";

    /// <param name="number">Of the run's changes of state.</param>
    public static string RunByState(string dataset, string state, DateTimeOffset created, string run, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{RunsOfState(dataset, state)}{RunPlace(created, run)}.{number}");

    /// <summary>The run of a key made by <see cref="RunByState"/>.</summary>
    public static string RunOfState(string runByState)
    {
        var name = runByState.Split('/')[^1];
        return name[(name.IndexOf('-') + 1)..name.LastIndexOf('.')];
    }

    /// <summary>The dataset of a key made by <see cref="RunByState"/>.</summary>
    public static string DatasetOfState(string runByState) => runByState.Split('/')[1];

    /// <summary>Which runs are listed by state.</summary>
    public const string RunsByStateFrom = "runs-by-state.json";

    /// <summary>The keys of runs below <see cref="RunsByDay"/> or <see cref="RunsOfState"/>.</summary>
    public static TimedKeys RunsByTime(string prefix) => new(prefix, RunTime);

    /// <summary>The place of a run among all by time: the end of its keys in lists by time.</summary>
    public static string RunPlace(DateTimeOffset created, string run) =>
        string.Create(CultureInfo.InvariantCulture, $"{created.UtcDateTime.ToString(RunTime, CultureInfo.InvariantCulture)}-{run}");

    /// <summary>The run of a key made by <see cref="RunByDay"/>, or of a place.</summary>
    public static string RunOf(string runByDay) =>
        runByDay[(runByDay.IndexOf('-', runByDay.StartsWith(RunsByDay, StringComparison.Ordinal) ? RunsByDay.Length : 0) + 1)..];

    public const string UnfinishedAttempts = "unfinished/";

    /// <summary>The unfinished attempts of a dataset's runs, whose ids begin with its name.</summary>
    public static string UnfinishedOfDataset(string dataset) => $"{UnfinishedAttempts}{dataset}-";

    /// <summary>Marks an attempt as unfinished.</summary>
    /// <param name="task">The remaining work.</param>
    public static string Unfinished(string run, int attempt, string task) => $"{UnfinishedAttempts}{run}/{Attempt(attempt)}/{task}";

    /// <summary>The attempt of a key made by <see cref="Unfinished"/>; null for another key.</summary>
    public static (string Run, int Attempt)? UnfinishedOf(string key) =>
        key.Split('/') is ["unfinished", var run, ['a', .. var number], _]
            && int.TryParse(number, CultureInfo.InvariantCulture, out var attempt)
            ? (run, attempt)
            : null;

    public const string AllPendingNotices = "pending/";

    /// <summary>A batch of events that were answered before their runs were recorded.</summary>
    public static string PendingNotices(string batch) => $"{AllPendingNotices}{batch}.json";

    public const string Marts = "marts/";

    public static string Mart(string model, string snapshot, int attempt) => $"{Marts}{model}/v={snapshot}/{Attempt(attempt)}/";

    /// <summary>All versions of a model.</summary>
    public static string MartsOf(string model) => $"{Marts}{model}/";

    /// <summary>The model and snapshot of a key made by <see cref="Mart"/>; null for another key.</summary>
    public static (string Model, string Snapshot)? MartOf(string key) =>
        key.Split('/') is ["marts", var model, ['v', '=', .. var snapshot], ['a', ..], _, ..] ? (model, snapshot) : null;

    /// <summary>The prefix made by <see cref="Mart"/> that a key begins with.</summary>
    public static string MartFolder(string key) => string.Join('/', key.Split('/').Take(4)) + '/';

    /// <summary>The part of a model that we write ourselves, under the prefix of <see cref="Mart"/>.</summary>
    public static string OnlyPart(string mart, string extension) => mart + PartName(new("", 0, 0, 0), extension);

    public const string AllLists = "lists/";

    /// <summary>Lists of a relation's parts and runs, for an engine that reads them from the lake.</summary>
    public static string Lists(string relation) => $"{AllLists}{relation}/";

    /// <param name="list">Hash of the list's content.</param>
    public static string ListOfParts(string relation, string list) => $"{Lists(relation)}{list}/parts/parts.txt";

    public static string ListOfRuns(string relation, string list, string extension) => $"{Lists(relation)}{list}/runs/runs{extension}";

    /// <summary>The relation and list of a key made by <see cref="ListOfParts"/> or <see cref="ListOfRuns"/>.</summary>
    public static (string Relation, string Id)? ListOf(string key) =>
        key.Split('/') is ["lists", var relation, var list, _, _] ? (relation, list) : null;

    public const string OpenTables = "iceberg/";

    /// <summary>The folder of a dataset's table for other engines, without a final slash.</summary>
    public static string OpenTable(string dataset) => $"{OpenTables}{dataset}";

    /// <summary>The dataset of a key below <see cref="OpenTables"/>.</summary>
    public static string OpenTableOf(string key) => key.Split('/')[1];

    /// <summary>The files that describe the table: snapshots, and lists of files.</summary>
    public static string OpenTableMetadata(string dataset) => $"{OpenTable(dataset)}/metadata/";

    /// <summary>The lists of an attempt's files: one, unless the attempt was judged again.</summary>
    public static string FileLists(string dataset, string run, int attempt) =>
        $"{OpenTableMetadata(dataset)}run_id={run}/{Attempt(attempt)}/";

    /// <summary>The snapshot pointer, which determines what readers see.</summary>
    public const string CurrentSnapshot = "snapshots/current.json";

    public const string Snapshots = "snapshots/";

    /// <summary>The snapshots that readers saw, by time.</summary>
    public static readonly TimedKeys SnapshotsByTime = new(Snapshots, IdTime, IsShallow: true);

    public static string Snapshot(string snapshot) => $"{Snapshots}{snapshot}.json";

    /// <summary>The snapshot of a key made by <see cref="Snapshot"/>; null for another key.</summary>
    public static string? SnapshotOf(string key) =>
        key.StartsWith(Snapshots, StringComparison.Ordinal) && key != CurrentSnapshot && key.EndsWith(".json", StringComparison.Ordinal)
            && !key.AsSpan(Snapshots.Length).Contains('/')
            ? key[Snapshots.Length..^5]
            : null;

    /// <summary>The snapshot of a key in a folder of its own, and the name within; null for another key.</summary>
    public static (string Snapshot, string File)? SnapshotFileOf(string key) =>
        !key.StartsWith(NamedSnapshots, StringComparison.Ordinal) && key.Split('/', 3) is ["snapshots", var snapshot, var file]
            ? (snapshot, file)
            : null;

    /// <summary>The named snapshots.</summary>
    public const string NamedSnapshots = "snapshots/names/";

    public static string NamedSnapshot(string name) => $"{NamedSnapshots}{name}.json";

    /// <summary>A snapshot that is not in the order of those that readers saw: it was built beside them.</summary>
    public static string SnapshotBeside(string snapshot) => $"{Snapshots}{snapshot}/snapshot.json";

    public const string Refreshes = "refreshes/";

    public static readonly TimedKeys RefreshesByTime = new(Refreshes, IdTime);

    public static string Refresh(string refresh) => $"{Refreshes}{refresh}.json";

    /// <summary>The refresh of a key made by <see cref="Refresh"/>.</summary>
    public static string RefreshOf(string key) => key[Refreshes.Length..^".json".Length];

    public const string Maintenances = "maintenance/";

    public static string Maintenance(string id) => $"{Maintenances}{id}.json";

    /// <summary>What a maintenance will delete, page by page.</summary>
    public static string MaintenancePlan(string id) => $"{Maintenances}{id}/plan.json";

    /// <param name="draft">Identifies the try that wrote it.</param>
    /// <param name="page">0-based.</param>
    public static string MaintenancePage(string id, string draft, int page) =>
        string.Create(CultureInfo.InvariantCulture, $"{Maintenances}{id}/{draft}/page-{page:D5}.json");

    /// <summary>What a maintenance merges.</summary>
    /// <inheritdoc cref="MaintenancePage"/>
    public static string MaintenanceMerge(string id, string draft, int merge) =>
        string.Create(CultureInfo.InvariantCulture, $"{Maintenances}{id}/{draft}/merge-{merge:D5}.json");

    /// <summary>The maintenance of a key below <see cref="Maintenances"/>.</summary>
    public static string MaintenanceOf(string key) => key[Maintenances.Length..].Split('/', '.')[0];

    /// <summary>The maintenance under way, or the latest one.</summary>
    public const string LatestMaintenance = "latest-maintenance.json";

    public const string Forgets = "forgets/";

    public static string Forget(string id) => $"{Forgets}{id}.json";

    /// <summary>What is to be forgotten, until it is.</summary>
    public static string ForgetPlan(string id) => $"{Forgets}{id}/plan.json";

    /// <summary>The erasure under way, or the latest one.</summary>
    public const string LatestForget = "latest-forget.json";

    /// <summary>There while rows of the dataset are being erased.</summary>
    public static string Forgetting(string dataset) => $"forgetting/{dataset}";

    /// <summary>All keys of rows of a dataset.</summary>
    public static string KeysOfDataset(string dataset) => $"{AllKeys}{dataset}/";

    /// <summary>All rejects of a dataset.</summary>
    public static string RejectsOfDataset(string dataset) => $"{AllRejects}{dataset}/";

    /// <summary>All documents of a run.</summary>
    public static string RunFiles(string run) => $"{Runs}{run}/";

    /// <summary>All documents of a batch.</summary>
    public static string BatchFiles(string batch) => $"{Batches}{batch}/";

    /// <summary>The corrected run and the version of a key made by <see cref="Correction"/>; null for another key.</summary>
    public static (string Run, string Version)? CorrectionOf(string key) =>
        key.Split('/') is ["corrections", var run, var file] && file.EndsWith(".csv", StringComparison.Ordinal) ? (run, file[..^4]) : null;

    /// <summary>The pending refresh, or the one under way.</summary>
    public const string PendingRefresh = "pending-refresh.json";

    /// <summary>The state of the catalog for external tools.</summary>
    public const string CatalogState = "catalog-state.json";

    /// <summary>What the checks of the stores found.</summary>
    public const string StoreProbes = "store-probe.json";

    public static string RefreshPlan(string snapshot) => $"snapshots/{snapshot}/plan.json";

    public static string BuiltModels(string snapshot) => $"snapshots/{snapshot}/models/";

    public static string BuiltModel(string snapshot, string model) => $"{BuiltModels(snapshot)}{model}.json";

    public const string Exports = "analytics/";

    /// <summary>A report as CSV, as of a day (UTC).</summary>
    public static string Export(DateOnly date, string report) => string.Create(
        CultureInfo.InvariantCulture, $"{Exports}{date:yyyy'/'MM'/'dd}/{report.Replace('-', '_')}.csv");

    const string RunTime = "yyyy'/'MM'/'dd'/'HHmmssfff";

    /// <summary>The format of ids made by <c>TimeId</c>.</summary>
    public const string IdTime = "yyyyMMdd'T'HHmmssfff'Z'";

    static string Attempt(int attempt) => string.Create(CultureInfo.InvariantCulture, $"a{attempt}");

    static string PartName(ChunkId chunk, string extension) => chunk.Round == 0
        ? string.Create(CultureInfo.InvariantCulture, $"part-{chunk.Index:D5}-{chunk.First:D12}{extension}")
        : string.Create(CultureInfo.InvariantCulture, $"part-{chunk.Index:D5}-{chunk.First:D12}-k{chunk.Round}{extension}");

    static string Join(params ReadOnlySpan<string> segments)
    {
        var key = "";
        foreach (var segment in segments)
            key = segment.Length == 0 ? key : key.Length == 0 ? segment : $"{key}/{segment}";
        return key;
    }
}

/// <summary>One transformation of a chunk: what it writes never shares a name with another one.</summary>
/// <param name="First">Offset of its first record.</param>
/// <param name="Round">The comparison of keys whose repeated rows it rejects; 0 if it rejects none.</param>
public readonly record struct ChunkId(string Run, int Attempt, int Index, long First, int Round = 0);

/// <summary>The location of the parts of one attempt and one partition.</summary>
/// <param name="PartitionPath">Hive folders; empty for an unpartitioned table.</param>
/// <param name="Attempt">Such as <c>a1</c>.</param>
public sealed record AttemptFolder(string PartitionPath, string Run, string Attempt)
{
    /// <summary>The attempt; null if its folder has no number.</summary>
    public PublishedAttempt? Published =>
        int.TryParse(Attempt.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(Run, number) : null;
}
