using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Sql;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Local.Workspaces;

/// <summary>The definitions of a home: those that a command was given, else those that the home remembers.</summary>
/// <remarks>Nothing is read or told before the first use, so commands that need no definitions work without the folders.</remarks>
sealed class HomeDefinitions(HomeDirectory home, DefinitionChoice? given, Action<string> notice)
{
    const string Document = "definitions.json";

    /// <summary>What the home remembers; null for nothing.</summary>
    public DefinitionChoice? Remembered => Read();

    /// <summary>What this command uses; null for the shipped definitions alone.</summary>
    public DefinitionChoice? Choice => given ?? Remembered;

    /// <summary>Whether the command was given other definitions than the home remembers.</summary>
    public bool IsTry => given is not null && !given.Equals(Remembered);

    /// <summary>The folder to read, with what is added to it. Overrides are told once.</summary>
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c>: a remembered folder does not exist.</exception>
    public DefinitionFolder Folder => field ??= Resolve();

    /// <summary>Remembers the folders that the command was given, for commands without the option.</summary>
    public void Remember()
    {
        if (given is null || Remembered is var before && given.Equals(before))
            return;
        home.WriteDocument(Document, JsonSerializer.SerializeToUtf8Bytes(
            new([.. given.Folders.Select(FromHome)], given.Only), HomeDefinitionsJson.Default.DefinitionChoice));
        if (before is not null)
            notice($"This home used the definitions of {Listed(before)}. From now on it uses those of {Listed(given)}.");
    }

    /// <summary>Forgets the folders. False if there were none.</summary>
    public bool Forget() => home.DeleteDocument(Document);

    /// <summary>The folders as they are, and where they come from.</summary>
    public static DefinitionFolder FolderOf(DefinitionChoice? choice) => choice switch
    {
        null or { Folders.Count: 0 } => DefinitionFolder.Default,
        { Only: true } => new(choice.Folders[0]) { Added = [.. choice.Folders.Skip(1)], IsNamed = true },
        _ => DefinitionFolder.Default with { Added = choice.Folders },
    };

    DefinitionFolder Resolve()
    {
        var choice = Choice;
        var folder = FolderOf(choice);
        if (choice is null)
            return folder;
        if (given is null)
        {
            if (choice.Folders.FirstOrDefault(own => !Directory.Exists(own)) is { } gone)
                throw new TerminalException(
                    ProblemCode.DefinitionInvalid,
                    $"This home uses the definitions of {gone}, but that folder does not exist. Put it back, name its new place with "
                        + "--definitions, or let the home use the shipped definitions alone with 'duffbeer definitions --forget'.");
            notice($"Using the definitions of {Listed(choice)}, as this home remembers.");
        }

        foreach (var overridden in folder.Overridden().Where(found => !found.By.Relative.StartsWith("tests/", StringComparison.Ordinal)))
            notice(overridden.ToString());
        return folder;
    }

    DefinitionChoice? Read()
    {
        if (home.ReadDocument(Document) is not { } bytes)
            return null;
        try
        {
            var stored = JsonSerializer.Deserialize(bytes, HomeDefinitionsJson.Default.DefinitionChoice);
            return stored is { Folders.Count: > 0 }
                ? stored with { Folders = [.. stored.Folders.Select(folder => Path.GetFullPath(folder, home.Root))] }
                : null;
        }
        catch (JsonException damaged)
        {
            throw new TerminalException(
                ProblemCode.DocumentDamaged,
                $"{Path.Combine(home.Root, Document)} cannot be read: {damaged.Message} "
                    + "'duffbeer definitions --forget' deletes it; then name the folders with --definitions again.");
        }
    }

    // A project that has its home and its definitions in one folder may be moved.
    string FromHome(string folder)
    {
        var project = Path.GetDirectoryName(home.Root) is { Length: > 0 } parent ? parent : home.Root;
        return Path.GetRelativePath(project, folder).StartsWith("..", StringComparison.Ordinal)
            ? folder
            : Path.GetRelativePath(home.Root, folder);
    }

    static string Listed(DefinitionChoice choice) =>
        string.Join(" and ", choice.Folders) + (choice.Only ? ", without the shipped ones" : "");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DefinitionChoice))]
sealed partial class HomeDefinitionsJson : JsonSerializerContext;
