using System.Globalization;
using System.Net;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.DuckDb;
using DuffBeer.Embedded.Store;
using DuffBeer.Local;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Product;

/// <summary>The result of a call of <c>duffbeer</c>.</summary>
sealed record Call(int Code, string Out, string Error);

/// <summary>A home in a temporary folder. Every call opens the real workspace, as every command does.</summary>
sealed class Home : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    static readonly DateTime s_firstSource = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly TemporaryFolder _folder = new();
    int _written;

    public IngestSettings Ingest { get; init; } = new();
    public DefinitionFolder Definitions { get; init; } = DomainDefinitions.Duff;
    public List<string> Notices { get; } = [];
    public string Root => _folder["home"];
    public FolderObjectStore Lake => new(Path.Combine(Root, "lake"));

    /// <summary>
    /// Writes a source file an hour newer than the one before; an existing file with the same content stays untouched.
    /// </summary>
    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = _folder[name];
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
            return path;
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, s_firstSource.AddHours(_written++));
        return path;
    }

    public Task<EndedRun> IngestAsync(string name, string content) => IngestFileAsync(Write(name, Csv.Bytes(content)));

    public Task<EndedRun> IngestFileAsync(string path, string? key = null, bool verify = true) =>
        AskAsync(workspace => workspace.IngestAsync(
            new(new(path, Path.GetFileName(path)), "duff_orders", key ?? $"duff/orders/{Path.GetFileName(path)}", verify),
            new Progress<IngestProgress>(),
            default));

    /// <summary>Ingests a file of any dataset, under the default key, and counts its rows twice.</summary>
    public Task<EndedRun> IngestAsync(string dataset, string name, ReadOnlySpan<byte> content, int? asVersion = null)
    {
        var path = Write(name, content);
        return AskAsync(workspace => workspace.IngestAsync(
            new(new(path, name), dataset, Verify: true, AsVersion: asVersion), new Progress<IngestProgress>(), default));
    }

    /// <param name="now">When the file is processed: the rows' <c>pa_date</c>.</param>
    public Task<EndedRun> IngestDatasetAsync(string dataset, string path, DateTimeOffset? now = null) => AskAsync(
        workspace => workspace.IngestAsync(new(new(path, Path.GetFileName(path)), dataset), new Progress<IngestProgress>(), default),
        now);

    /// <param name="settings">Settings to change.</param>
    public Task<RefreshSummary> RefreshAsync(IReadOnlyDictionary<string, string>? settings = null) => AskAsync(
        workspace => workspace.RefreshAsync(
            RefreshRequest.Changes with { Settings = settings ?? RefreshRequest.Changes.Settings }, new Progress<BuiltModel>(), default));

    public Task<IReadOnlyList<RejectRow>> RejectsAsync(EndedRun run) =>
        AskAsync<IReadOnlyList<RejectRow>>(
            async workspace => await workspace.RejectsAsync(run.Record.Id, reason: null, default).ToListAsync());

    public Task<ReportResult> ReportAsync(string name, params (string Name, string Value)[] parameters) =>
        AskAsync(
            workspace => workspace.ReportAsync(
                new(name, [.. parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]), default));

    public async Task<T> AskAsync<T>(Func<EmbeddedWorkspace, Task<T>> question, DateTimeOffset? now = null)
    {
        await using var workspace = new EmbeddedWorkspace(Settings(now ?? Now), Notices.Add);
        return await question(workspace);
    }

    /// <summary>Serves the home while the caller uses its API.</summary>
    public async Task ServeAsync(Func<HttpClient, Task> use)
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = AskAsync(async workspace =>
        {
            await workspace.ServeAsync(new(IPAddress.Loopback, 0, []), started.SetResult, stop.Token);
            return true;
        });
        // A server that does not start fails the test at once.
        await await Task.WhenAny(started.Task, serving);
        using var client = new HttpClient { BaseAddress = new(await started.Task) };
        await use(client);
        await stop.CancelAsync();
        await serving;
    }

    /// <param name="waiting">Called once it waits for the home's lock.</param>
    public async Task<EndedRun> ReplayAsync(string run, Action waiting)
    {
        await using var workspace = new EmbeddedWorkspace(Settings(Now), _ => waiting());
        return await workspace.ReplayAsync(run, new Progress<IngestProgress>(), default);
    }

    /// <summary>Calls the command line in this process, or the program that the environment names.</summary>
    public Task<Call> CallAsync(params string[] arguments) => CallWithAsync(Definitions.Path, arguments);

    /// <param name="now">The command's time.</param>
    public Task<Call> CallAsync(DateTimeOffset now, params string[] arguments) => CallWithAsync(Definitions.Path, now, arguments);

    /// <param name="definitions">The folder that the command names; null for what the home remembers.</param>
    public Task<Call> CallWithAsync(string? definitions, params string[] arguments) => CallWithAsync(definitions, Now, arguments);

    async Task<Call> CallWithAsync(string? definitions, DateTimeOffset now, string[] arguments)
    {
        string[] named = definitions is null ? [] : ["--definitions", definitions, "--only"];
        arguments = [.. arguments, "--home", Root, .. named, "--now", now.ToString("O")];
        if (DuffBeerProgram.Named is not null)
        {
            var (exit, said, told) = await DuffBeerProgram.CallAsync(arguments, Variables());
            return new(exit, said, told);
        }

        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(
            output, error, () =>
                Stream.Null, () =>
                    Stream.Null, OutIsTerminal: false, ErrorIsTerminal: false, Colors: false, Width: 200, _ => null, TimeProvider.System);
        var line = new CommandLine(
            terminal, (settings, _) =>
                Task.FromResult<IWorkspace>(new EmbeddedWorkspace(settings with { Ingest = Ingest }, error.WriteLine)));
        return new(await line.RunAsync(arguments), output.ToString(), error.ToString());
    }

    WorkspaceSettings Settings(DateTimeOffset now) => new(Root, new([Definitions.Path], Only: true), now) { Ingest = Ingest };

    /// <summary>The settings of a process that ingests as this home does.</summary>
    Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["DUFFBEER_WORKERS"] = Ingest.Workers.ToString(CultureInfo.InvariantCulture), ["DUFFBEER_CODEC"] = Ingest.Codec.Word,
        };
        if (Ingest.ChunkBytes is { } bytes)
            variables["DUFFBEER_CHUNK_BYTES"] = bytes.ToString(CultureInfo.InvariantCulture);
        if (Ingest.HashKey is { } key)
            variables["DUFFBEER_HASH_KEY"] = key;
        return variables;
    }

    /// <summary>The runs whose rows readers see.</summary>
    public async Task<IReadOnlyList<ManifestEntry>> PublishedAsync(string dataset = "duff_orders") =>
        (await new DatasetManifests(Lake).ReadAllAsync(dataset, default)).Runs;

    /// <summary>Published rows as an engine reads them: the named columns, in the order of run and offset.</summary>
    public Task<IReadOnlyList<object?[]>> RowsAsync(params string[] columns) => RowsAsync(Contracts.DuffOrders, columns);

    public async Task<IReadOnlyList<object?[]>> RowsAsync(DatasetContract contract, params string[] columns)
    {
        var parts = new List<string>();
        foreach (var entry in await PublishedAsync(contract.Name))
        {
            var result = await Lake.ReadAsync(LakeKeys.Result(entry.RunId, entry.Attempt), RunJson.Default.RunResult, default);
            parts.AddRange(result!.Value.Parts.Select(part => part.Key));
        }

        using var engine = new DuckDbQueryEngine(Lake, Lake.PathOf, _folder.Folder("scratch"));
        return await Parts.ReadAsync(engine, parts, contract.StoredColumns, columns, "_run, _offset");
    }

    /// <summary>Everything in the lake, by key, without writes in progress.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string prefix = "") =>
        await Lake.ListAsync(prefix, default).Select(stat => stat.Key).ToListAsync();

    public void Dispose() => _folder.Dispose();
}
