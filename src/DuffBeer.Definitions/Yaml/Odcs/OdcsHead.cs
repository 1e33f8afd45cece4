using System.Globalization;
using System.Text.Json.Nodes;

namespace DuffBeer.Definitions.Yaml.Odcs;

/// <summary>What an imported file says about all of its tables.</summary>
/// <param name="Custom">Keys of ours.</param>
/// <param name="Location">Where files are, without scheme and bucket; null if no server says it.</param>
sealed record OdcsHead(
    int Version, string? Domain, string? Purpose, JsonNode? Owner, JsonObject Custom, OdcsMap Root, string? Location, string? Delimiter)
{
    public static OdcsHead Of(OdcsMap root)
    {
        root.Text("id");
        root.Text("name");
        if (root.Text("status") is { } status and not "active")
            root.Note("status", ImportNoteKind.LeftOut, $"a contract is in use as soon as its file is there, also if it is '{status}'");
        var custom = OdcsCustom.Of(root);
        var domain = root.Text("domain");
        var (location, delimiter) = custom["source"] is null ? Place(root) : default;
        return new(
            VersionOf(root), domain, root.Map("description")?.Text("purpose"), OwnerOf(root), custom, root, location, delimiter);
    }

    static int VersionOf(OdcsMap root)
    {
        var text = root.Text("version") ?? "";
        var parts = text.TrimStart('v').Split('.');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < 1)
        {
            root.Note("version", ImportNoteKind.Guessed, $"versions are whole numbers from 1, so '{text}' is 1");
            return 1;
        }

        if (parts.Skip(1).Any(part => part != "0"))
            root.Note("version", ImportNoteKind.Guessed, $"versions are whole numbers, so '{text}' is {major}");
        return major;
    }

    /// <summary>The member with the role owner, or the team.</summary>
    static JsonNode? OwnerOf(OdcsMap root)
    {
        var team = root.Map("team");
        var members = team?.Maps("members") ?? root.Maps("team");
        if (members.FirstOrDefault(member => member.Text("role")?.Contains("owner", StringComparison.OrdinalIgnoreCase) == true)
            is not { } owner)
            return team?.Text("name");
        var user = owner.Text("username");
        var email = user?.Contains('@', StringComparison.Ordinal) == true ? user : null;
        var name = team?.Text("name") ?? owner.Text("name") ?? user;
        owner.Text("name");
        owner.Note("role", ImportNoteKind.Taken, $"owner: {name}");
        return email is null ? name : new JsonObject { ["name"] = name, ["email"] = email };
    }

    /// <summary>The path of the first server with files.</summary>
    static (string? Location, string? Delimiter) Place(OdcsMap root)
    {
        foreach (var server in root.Maps("servers"))
        {
            if ((server.Text("location") ?? server.Text("path")) is not { } location || server.Text("format") is "parquet")
                continue;
            server.Text("type");
            var scheme = location.IndexOf("://", StringComparison.Ordinal);
            var path = scheme < 0 ? location : location[(scheme + 3)..] is var rest && rest.Contains('/', StringComparison.Ordinal)
                ? rest[(rest.IndexOf('/') + 1)..]
                : "";
            server.Note("location", ImportNoteKind.Guessed, $"files are below '{path}' of the landing store");
            return (path, server.Text("delimiter"));
        }

        return default;
    }
}
