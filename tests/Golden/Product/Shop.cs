using System.IO.Compression;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>A home with its own definitions: the test's contracts, one model over them and its report.</summary>
sealed class Shop : IDisposable
{
    readonly TemporaryFolder _folder = new();

    /// <param name="columns">Columns of the dataset <c>things</c> that the report shows, all strings but <c>id</c>.</param>
    public Shop(params string[] columns)
    {
        foreach (var folder in (string[])["contracts", "audits"])
            Directory.CreateDirectory(Path.Combine(Definitions, folder));
        var described = string.Concat(columns.Select(column => $"\n--   {column}  {(column == "id" ? "int64" : "string")}  A column"));
        Define("models/shop/staging/stg_things.sql", $"""
            -- model: stg_things
            -- grain: {columns[0]}
            -- owner: tests
            -- columns:{described}
            --
            -- Things.
            SELECT {string.Join(", ", columns)} FROM {"{{ source('things') }}"}
            """);
        Define("reports/things.sql", $"""
            -- report: things
            -- title: Things
            -- domain: shop
            -- model: stg_things
            -- order: {columns[0]}
            -- columns:{described}
            --
            -- Things.
            SELECT {string.Join(", ", columns)} FROM {"{{ ref('stg_things') }}"}
            """);
    }

    /// <summary>The folder of the home.</summary>
    public string Home => _folder["home"];

    string Definitions => _folder["definitions"];

    public void Define(string file, string text)
    {
        var path = Path.Combine(Definitions, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public async Task<RunRecord> IngestAsync(
        string name, DateTime modified, string content, long chunkBytes = 1 << 20, bool isCompressed = false,
        PieceCheck check = PieceCheck.Crc32)
    {
        var path = _folder[name];
        await using (var file = File.Create(path))
        await using (var text = new StreamWriter(isCompressed ? new GZipStream(file, CompressionLevel.Fastest) : file))
            await text.WriteAsync(content);
        File.SetLastWriteTimeUtc(path, modified);
        var run = await AskAsync(
            workspace => workspace.IngestAsync(new(new(path, name), "things"), new Progress<IngestProgress>(), default),
            new() { ChunkBytes = chunkBytes, SourceCheck = check });
        return run.Record;
    }

    /// <summary>Ingests several files with one command, each a second newer than the one before.</summary>
    public async Task<IReadOnlyList<RunRecord?>> IngestTogetherAsync(params (string Name, string Content)[] files)
    {
        var requests = new List<IngestRequest>();
        foreach (var (index, (name, content)) in files.Index())
        {
            await File.WriteAllTextAsync(_folder[name], content);
            File.SetLastWriteTimeUtc(_folder[name], new DateTime(2026, 1, 1, 0, 0, index, DateTimeKind.Utc));
            requests.Add(new(new(_folder[name], name), "things"));
        }

        var ended = await AskAsync(workspace => workspace.IngestTogetherAsync(requests, new Progress<IngestProgress>(), default));
        return [.. ended.Select(run => run?.Record)];
    }

    public string Lake => _folder["home/lake"];

    /// <summary>Files of the lake with this ending, by their keys.</summary>
    public IEnumerable<string> Objects(string ending) =>
        Directory.EnumerateFiles(Lake, $"*{ending}", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Lake, path).Replace('\\', '/'));

    /// <summary>Ingests corrected rejects of a run.</summary>
    public async Task<RunRecord> CorrectAsync(string run, string content)
    {
        var path = _folder["corrected.csv"];
        await File.WriteAllTextAsync(path, content);
        return (await AskAsync(workspace => workspace.CorrectAsync(run, path, new Progress<IngestProgress>(), default))).Record;
    }

    public async Task<RunRecord> ReplayAsync(string run) =>
        (await AskAsync(workspace => workspace.ReplayAsync(run, new Progress<IngestProgress>(), default))).Record;

    public Task<RunRecord> RetireAsync(string run) => AskAsync(workspace => workspace.RetireAsync(run, default));

    /// <summary>A run's rejects as CSV, as <c>duffbeer rejects RUN --format csv</c> gives them.</summary>
    public Task<string> RejectsAsync(string run) => AskAsync(async workspace =>
    {
        using var text = new StringWriter();
        var plan = await workspace.PlanAsync(run, default);
        RejectCsv.WriteHeader(plan, text);
        await foreach (var reject in workspace.RejectsAsync(run, reason: null, default))
            RejectCsv.Write(plan, [reject], text);
        return text.ToString();
    });

    /// <param name="into">Name of a snapshot to build beside the one that readers see; null to show the result.</param>
    public Task RefreshAsync(string? into = null) => AskAsync(workspace => workspace.RefreshAsync(
        RefreshRequest.Changes with { Into = into }, new Progress<BuiltModel>(), default));

    public async Task<IReadOnlyList<object?[]>> ReportAsync()
    {
        await RefreshAsync();
        return (await AskAsync(workspace => workspace.ReportAsync(new("things", []), default))).Rows;
    }

    public Task<MaintenanceRecord> MaintainAsync() => AskAsync(workspace => workspace.MaintainAsync(default));

    public Task<CheckResult> CheckAsync() => AskAsync(workspace => workspace.CheckAsync(default));

    public void Dispose() => _folder.Dispose();

    async Task<T> AskAsync<T>(Func<EmbeddedWorkspace, Task<T>> question, IngestSettings? settings = null)
    {
        await using var workspace = new EmbeddedWorkspace(
            new(Home, new([Definitions], Only: true)) { Ingest = settings ?? new() { ChunkBytes = 1 << 20 } }, _ => { });
        return await question(workspace);
    }
}
