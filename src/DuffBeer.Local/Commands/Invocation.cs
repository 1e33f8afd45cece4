using System.CommandLine;
using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;
using DuffBeer.Local.Workspaces;
using DuffBeer.OpenLineage;

namespace DuffBeer.Local.Commands;

/// <summary>One call of a command: its arguments, the terminal, and the workspace, opened on first use.</summary>
/// <param name="ownHome">The command's home if <c>--home</c> names none; null for the usual one.</param>
sealed class Invocation(ParseResult arguments, string? ownHome, Terminal terminal, GlobalOptions globals, OpenWorkspace open)
    : IAsyncDisposable
{
    const string DefaultHome = ".duffbeer";
    const string ChunkBytes = "DUFFBEER_CHUNK_BYTES";
    const string Workers = "DUFFBEER_WORKERS";
    const int MaxWorkers = 1024;
    const string Codec = "DUFFBEER_CODEC";
    const string SourceCheck = "DUFFBEER_RECEIPTS";
    const string HashKey = "DUFFBEER_HASH_KEY";
    const string DefinitionFolders = "DUFFBEER_DEFINITIONS";
    const string MaintainHours = "DUFFBEER_MAINTAIN_HOURS";
    const string MergeMiB = "DUFFBEER_MERGE_MIB";
    const int MostHours = 10_000;
    const string PricesFile = "Prices__File";

    IWorkspace? _workspace;

    public Terminal Terminal => terminal;

    public bool Json => arguments.GetValue(globals.Json);

    /// <summary>Whether the option <c>--store</c> was given.</summary>
    public bool NamesStore => arguments.GetResult(globals.Store) is { Implicit: false };

    public string Home => (NotEmpty(arguments.GetValue(globals.Home)) ?? ownHome) is { } home ? Path.GetFullPath(home) : UsualHome;

    /// <summary>The home of commands without <c>--home</c>.</summary>
    public string UsualHome => Path.GetFullPath(NotEmpty(terminal.Variable("DUFFBEER_HOME")) ?? DefaultHome);

    /// <summary>Whether landing and lake are buckets.</summary>
    public bool UsesBuckets => S3() is not null;

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T? Value<T>(Argument<T> argument) => arguments.GetValue(argument);

    public async Task<IWorkspace> WorkspaceAsync(CancellationToken cancellationToken) =>
        _workspace ??= await OpenAsync(arguments.GetValue(globals.Now), cancellationToken);

    /// <summary>A workspace of its own whose clock is fixed; the caller disposes of it.</summary>
    public Task<IWorkspace> WorkspaceAtAsync(DateTimeOffset now, CancellationToken cancellationToken) => OpenAsync(now, cancellationToken);

    /// <summary>The time that the caller chose, or the present.</summary>
    public DateTimeOffset Now => arguments.GetValue(globals.Now) ?? DateTimeOffset.UtcNow;

    /// <summary>Time between two maintenances by a server; null for none.</summary>
    public TimeSpan? MaintainEvery => terminal.Variable(MaintainHours) == "0"
        ? null
        : TimeSpan.FromHours(Number(MaintainHours, "a number of hours, or 0 for never,", MostHours) ?? 24);

    /// <summary>The folders of definitions of the command, without opening the workspace.</summary>
    /// <exception cref="TerminalException">A folder that is named or remembered does not exist.</exception>
    public DefinitionFolder DefinitionFolder => new HomeDefinitions(new HomeDirectory(Home), Definitions(), _ => { }).Folder;

    Task<IWorkspace> OpenAsync(DateTimeOffset? now, CancellationToken cancellationToken) => open(
        new(Home, Definitions(), now)
        {
            Ingest = Ingest(), S3 = S3(), Prices = NotEmpty(terminal.Variable(PricesFile)), Lineage = Lineage(),
            Keep = Keep(),
            Merge = MergeSizes.Of(Number(MergeMiB, "a number of MiB", MergeSizes.MostMiB)),
        },
        cancellationToken);

    /// <summary>The folders that the command names; null for those that the home remembers.</summary>
    DefinitionChoice? Definitions()
    {
        var folders = (arguments.GetValue(globals.Definitions) ?? []).Where(folder => folder.Length > 0).ToList();
        if (folders.Count == 0)
            folders = [.. (terminal.Variable(DefinitionFolders) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        var only = arguments.GetValue(globals.Only);
        if (folders.Count == 0)
        {
            return only
                ? throw new TerminalException(ProblemCode.BadRequest, "--only needs the folders to use: name them with --definitions.")
                : null;
        }

        folders = [.. folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))];
        return folders.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing
            ? throw new TerminalException(
                ProblemCode.NotFound, $"There is no folder of definitions {missing}. 'duffbeer init FOLDER' writes a first one.")
            : new([.. folders.Distinct()], only);
    }

    /// <summary>Null: landing and lake are folders of the home.</summary>
    S3Settings? S3() => S3Setting.Read(
        name => NotEmpty(terminal.Variable(name)),
        NotEmpty(arguments.GetValue(globals.Store)), NotEmpty(arguments.GetValue(globals.LandingBucket)),
        NotEmpty(arguments.GetValue(globals.LakeBucket)), NotEmpty(arguments.GetValue(globals.Engine)));

    /// <summary>Null: no events of lineage.</summary>
    LineageOptions? Lineage() => LineageOptions.Read(
        name => NotEmpty(terminal.Variable(name)), problem => throw new TerminalException(ProblemCode.BadRequest, $"{problem}."));

    public ValueTask DisposeAsync() => _workspace?.DisposeAsync() ?? ValueTask.CompletedTask;

    IngestSettings Ingest()
    {
        var workers = (int)(Number(Workers, "a number of chunks", MaxWorkers) ?? Environment.ProcessorCount);
        return new()
        {
            HashKey = NotEmpty(terminal.Variable(HashKey)),
            ChunkBytes = Number(ChunkBytes, "a number of bytes", long.MaxValue),
            Workers = workers,
            Codec = CodecOfParts(),
            SourceCheck = CheckOfSources(),
            BufferBytes = Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (16L * workers), 8 << 20, 32 << 20),
        };
    }

    KeepTimes Keep() => KeepTimes.Of(
        what => Number($"DUFFBEER_KEEP_{what.ToUpperInvariant()}_DAYS", "a number of days", KeepTimes.MostDays));

    PartCodec CodecOfParts()
    {
        if (NotEmpty(terminal.Variable(Codec)) is not { } name)
            return PartCodec.Snappy;
        return PartCodecs.Find(name)
            ?? throw new TerminalException(
                ProblemCode.BadRequest,
                $"{Codec} expects one of {PartCodecs.List(PartCodecs.All)}, but found '{name}'. Unset it for the default, snappy.");
    }

    PieceCheck CheckOfSources() => NotEmpty(terminal.Variable(SourceCheck)) switch
    {
        null or "crc32" => PieceCheck.Crc32,
        "sha256" => PieceCheck.Sha256,
        var other => throw new TerminalException(
            ProblemCode.BadRequest,
            $"{SourceCheck} expects crc32 or sha256, but found '{other}'. Unset it for the default, crc32."),
    };

    long? Number(string variable, string what, long most)
    {
        if (NotEmpty(terminal.Variable(variable)) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= most
            ? number
            : throw new TerminalException(
                ProblemCode.BadRequest, $"{variable} expects {what} from 1, but found '{text}'. Unset it for the default.");
    }

    static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
