using DuffBeer.Local.Commands;
using DuffBeer.Local.Tests.Commands;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>A folder with a home and a user's definitions, and the command line that works on them.</summary>
sealed class OwnProject : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public string this[string file] => _folder[file];

    public Dictionary<string, string> Variables { get; } = [];

    public void Dispose() => _folder.Dispose();

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.WriteAllText(_folder[file], text);
    }

    /// <summary>One dataset, one model and one report below <c>mine/</c>, and a file of the dataset.</summary>
    public OwnProject WithDefinitions()
    {
        Write("things.csv", "thing_id,name\n1,One\n2,Two\n");
        Write("mine/contracts/things.yaml", """
            dataset: things
            version: 1
            domain: shop
            description: Things.
            grain: one row per thing
            source: {prefix: shop/things/, pattern: "*.csv"}
            rejectBudget: 0.1
            columns:
              - {name: thing_id, type: int64, required: true, key: true, description: Id}
              - {name: name, type: string, description: Name}
            """);
        Write("mine/models/shop/marts/things_named.sql", """
            -- model: things_named
            -- grain: thing_id
            -- owner: tests
            -- audits: unique(thing_id), no_empty_name
            -- columns:
            --   thing_id  int64   Id
            --   name      string  Name
            --
            -- Things.
            SELECT thing_id, name
            FROM {{ source('things') }}
            """);
        Write("mine/audits/no_empty_name.sql", """
            -- audit: no_empty_name
            --
            -- A thing has a name.
            SELECT thing_id FROM {{ this }} WHERE name = ''
            """);
        Write("mine/reports/things.sql", """
            -- report: things
            -- title: Things
            -- domain: shop
            -- model: things_named
            -- order: thing_id
            -- columns:
            --   thing_id  int64   Id
            --   name      string  Name
            --
            -- Things.
            SELECT thing_id, name
            FROM {{ ref('things_named') }}
            """);
        return this;
    }

    public void Change(string file, string from, string to)
    {
        var text = File.ReadAllText(_folder[file]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(_folder[file], text.Replace(from, to, StringComparison.Ordinal));
    }

    public Task<Call> CallAsync(params string[] arguments) => RunAsync([.. arguments, "--home", _folder["home"]]);

    /// <summary>The words that a shell offers at the end of a line.</summary>
    public async Task<IReadOnlyList<string>> CompletedAsync(string line) =>
        (await RunAsync([$"[suggest:{line.Length}]", line])).Out.Split('\n', StringSplitOptions.TrimEntries);

    async Task<Call> RunAsync(IReadOnlyList<string> arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(
            output, error, () => Stream.Null, () => Stream.Null, false, false, false, 200, Variables.GetValueOrDefault,
            TimeProvider.System);
        var line = new CommandLine(
            terminal, (settings, _) => Task.FromResult<IWorkspace>(new EmbeddedWorkspace(settings, error.WriteLine)));
        return new(await line.RunAsync(arguments), output.ToString(), error.ToString());
    }
}
