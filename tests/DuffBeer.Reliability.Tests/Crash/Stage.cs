using System.Globalization;
using System.Text;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Store;
using DuffBeer.Golden.Tests.OpenTables;
using DuffBeer.Local.Workspaces;
using DuffBeer.Reliability.Tests.Kernel;

namespace DuffBeer.Reliability.Tests.Crash;

/// <summary>A home with source files in it, which can be set back to a copy.</summary>
sealed class Stage : IDisposable
{
    /// <summary>Bytes of a chunk: the first file has several.</summary>
    const int ChunkBytes = 1_800;

    static readonly DateTimeOffset s_begin = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    static readonly DateTime s_firstSource = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    readonly TemporaryFolder _folder = new();
    readonly Lazy<IcebergReader> _openTables;
    int _written;

    public Stage()
    {
        Directory.CreateDirectory(Home);
        _openTables = new(() => new(Lake.Root, Lake.LocationOf("")));
    }

    public static DefinitionFolder Definitions { get; } = DomainDefinitions.Of("duff", HomeState.Reports);

    public string Home => _folder["home"];

    public FolderObjectStore Lake => new(Path.Combine(Home, "lake"));

    /// <summary>A reader of Iceberg tables that knows nothing of the product.</summary>
    public IcebergReader OpenTables => _openTables.Value;

    /// <summary>Minutes since the story began: the clock of the next command.</summary>
    public int Minutes { get; set; }

    public string Write(string name, string content)
    {
        var path = Path.Combine(Home, "sources", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, s_firstSource.AddHours(_written++));
        return path;
    }

    /// <summary>Keeps a copy of the home under a name.</summary>
    public void Keep(string name)
    {
        TemporaryFolder.Delete(_folder[name]);
        Copy(Home, _folder[name]);
    }

    /// <summary>Makes the home equal to a copy of it.</summary>
    public void SetBack(string name)
    {
        TemporaryFolder.Delete(Home);
        Copy(_folder[name], Home);
    }

    /// <summary>Runs a command in a process of its own.</summary>
    /// <param name="memory">MiB that its managed heap may have.</param>
    public Ended Run(IReadOnlyList<string> arguments, Func<FileCall, Verdict>? judge = null, int? memory = null)
    {
        var now = s_begin.AddMinutes(Minutes).ToString("O", CultureInfo.InvariantCulture);
        var start = DuffBeerProgram.StartOf(
            [.. arguments, "--home", Home, "--definitions", Definitions.Path, "--only", "--now", now]);
        start.Environment["DUFFBEER_CHUNK_BYTES"] = ChunkBytes.ToString(CultureInfo.InvariantCulture);
        start.Environment["DUFFBEER_WORKERS"] = "2";
        if (memory is { } most)
            start.Environment["DOTNET_GCHeapHardLimit"] = ((long)most << 20).ToString("x", CultureInfo.InvariantCulture);
        return WatchedProcess.Run(start, judge ?? (_ => Verdict.Go));
    }

    /// <summary>Opens the home in this process, as a reader does.</summary>
    public EmbeddedWorkspace Open() => new(new(Home, new([Definitions.Path], Only: true), s_begin.AddMinutes(Minutes)), _ => { });

    /// <summary>The files of the home whose bytes contain a text.</summary>
    public IReadOnlyList<string> FilesWith(string text) =>
    [
        .. from file in Directory.GetFiles(Home, "*", SearchOption.AllDirectories)
           where File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
           select Path.GetRelativePath(Home, file),
    ];

    public void Dispose()
    {
        if (_openTables.IsValueCreated)
            OpenTables.Dispose();
        _folder.Dispose();
    }

    static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.GetDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)), overwrite: true);
    }
}
