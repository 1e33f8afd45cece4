using System.Text.Json.Nodes;
using Avro.File;
using Avro.Generic;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Embedded.Store;
using Schema = Avro.Schema;

namespace DuffBeer.Iceberg.Tests;

/// <summary>A lake with one table, and what a manifest would say. Its metadata is read back without any code of ours.</summary>
sealed class Lake : IDisposable, IPublication
{
    public const string Dataset = "things";

    readonly TemporaryFolder _folder = new();
    readonly List<(PublishedAttempt Attempt, FileList? Files, Part[] Parts)> _published = [];

    public Lake() => Store = new(_folder["lake"]);

    public FolderObjectStore Store { get; private set; }
    public DatasetCatalog Datasets { get; set; } = new([Things()]);
    public ManualTime Time { get; } = new();

    /// <summary>How often the manifest was read.</summary>
    public int Reads { get; private set; }

    public IcebergTables Tables => new(Store, Datasets, Store.LocationOf, Pointer, Time);
    public ITablePointer? Pointer { get; set; }

    /// <summary>Called when the manifest is read: another writer may be faster.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public static DatasetContract Things(int version = 1, params Column[] more) => new()
    {
        Name = Dataset,
        Version = version,
        ValidFrom = version == 1 ? null : new(2026, version, 1),
        Description = "Things of a test",
        Source = new("things/"),
        PartitionBy = ["kind"],
        Columns =
        [
            new() { Name = "id", Type = LogicalType.Int64, Id = 1, Required = true, Description = "Id of the thing" },
            new() { Name = "kind", Type = LogicalType.String },
            .. more,
        ],
    };

    public static Column Column(string name, string type, bool required = false) => new()
    {
        Name = name,
        Type = LogicalType.TryParse(type, out var parsed) ? parsed : throw new ArgumentException(type, nameof(type)),
        Required = required,
    };

    /// <summary>Identifies the rows; null for those of the runs.</summary>
    public string? Rows { get; set; }

    /// <summary>Every list that there is, with its runs.</summary>
    public Dictionary<string, string[]> AllLists { get; } = [];

    /// <summary>The lists that name the runs; empty if the publication names them itself.</summary>
    public IReadOnlyList<string> Lists { get; set; } = [];

    /// <summary>Lists whose attempts were asked for.</summary>
    public List<string> ListsRead { get; } = [];

    public Task<PublishedFiles> ReadAsync(CancellationToken cancellationToken)
    {
        Reads++;
        IReadOnlyList<PublishedAttempt> attempts = [.. _published.Select(published => published.Attempt)];
        var files = string.Join(' ', attempts);
        var now = new PublishedFiles(files, Rows ?? files, Lists.Count == 0 ? attempts : [], Lists);
        return Meanwhile is { } other ? After(other, now) : Task.FromResult(now);

        async Task<PublishedFiles> After(Func<Task> first, PublishedFiles then)
        {
            Meanwhile = null;
            await first();
            return then;
        }
    }

    public Task<IReadOnlyList<PublishedAttempt>> AttemptsAsync(string list, CancellationToken cancellationToken)
    {
        ListsRead.Add(list);
        return AllLists.TryGetValue(list, out var runs)
            ? Task.FromResult<IReadOnlyList<PublishedAttempt>>([.. runs.Select(run => new PublishedAttempt(run, 1))])
            : throw new TerminalException(ProblemCode.NotFound, $"{list} is missing.");
    }

    public Task<FileList?> FilesAsync(PublishedAttempt attempt, CancellationToken cancellationToken) =>
        Task.FromResult(_published.Single(published => published.Attempt == attempt).Files);

    public Task<IReadOnlyList<Part>> PartsAsync(PublishedAttempt attempt, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Part>>(_published.Single(published => published.Attempt == attempt).Parts);

    /// <summary>Publishes a run as an earlier version left it: without a list of its files.</summary>
    public void PublishUnlisted(string run, params Part[] parts) => _published.Add((new(run, 1), null, parts));

    public async Task PublishAsync(string run, params Part[] parts)
    {
        var files = await Tables.ListAsync(Dataset, run, 1, parts, default);
        _published.Add((new(run, 1), files, parts));
    }

    public void Remove(string run) => _published.RemoveAll(published => published.Attempt.Run == run);

    public Task FollowAsync() => Tables.FollowAsync(Dataset, this, default);

    /// <summary>Moves the lake to another folder.</summary>
    public void Move()
    {
        Directory.Move(_folder["lake"], _folder["moved"]);
        Directory.CreateDirectory(_folder["lake"]);
        Store = new(_folder["moved"]);
    }

    public static Part Part(string run, string partition = "kind=b2b", long rows = 3, params PartColumn[] columns) =>
        new($"tables/things/{partition}/run_id={run}/a1/part-00000-000000000000.parquet", partition, rows, 1000)
        {
            Columns = columns.Length == 0 ? null : columns,
        };

    /// <summary>The newest metadata that the hint names; null if there is none.</summary>
    public JsonNode? Newest()
    {
        var hint = PathOf("version-hint.text");
        return File.Exists(hint) ? JsonNode.Parse(File.ReadAllText(PathOf($"v{File.ReadAllText(hint)}.metadata.json"))) : null;
    }

    public JsonNode Current()
    {
        var table = Newest()!;
        return table["snapshots"]!.AsArray().Single(
            snapshot => snapshot!["snapshot-id"]!.GetValue<long>() == table["current-snapshot-id"]!.GetValue<long>())!;
    }

    public string PathOf(string file) =>
        Path.Combine(Path.GetDirectoryName(Store.PathOf($"iceberg/{Dataset}/metadata/v1.metadata.json"))!, file);

    /// <summary>The records of an Avro file of a table, as Apache.Avro reads them, with the schema and the properties it has.</summary>
    public static (IReadOnlyList<GenericRecord> Records, JsonNode Schema, Func<string, string> Property) ReadAvro(string uri)
    {
        var reader = DataFileReader<GenericRecord>.OpenReader(uri["file://".Length..]);
        List<GenericRecord> records = [.. reader.NextEntries];
        return (records, JsonNode.Parse(reader.GetMetaString("avro.schema"))!, reader.GetMetaString);
    }

    /// <summary>The manifests of a snapshot.</summary>
    public static IReadOnlyList<GenericRecord> Manifests(JsonNode snapshot) =>
        ReadAvro(snapshot["manifest-list"]!.GetValue<string>()).Records;

    /// <summary>The runs whose files a snapshot shows.</summary>
    public static IEnumerable<string> Runs(JsonNode snapshot) =>
        from manifest in Manifests(snapshot)
        from entry in ReadAvro((string)manifest["manifest_path"]).Records
        let path = (string)((GenericRecord)entry["data_file"])["file_path"]
        select path.Split("run_id=")[1].Split('/')[0];

    public void Dispose() => _folder.Dispose();
}

/// <summary>A clock that is set by hand.</summary>
sealed class ManualTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
