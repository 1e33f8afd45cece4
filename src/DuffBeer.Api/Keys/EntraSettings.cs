using Microsoft.Extensions.Configuration;

namespace DuffBeer.Api.Keys;

/// <summary>An application of the tenant that may call the API with a token of its own.</summary>
/// <param name="Name">Its name in problems and logs.</param>
/// <param name="Id">Its application (client) id.</param>
public sealed record EntraClient(string Name, Guid Id, IReadOnlyList<Scope> Scopes);

/// <summary>Whose tokens the API accepts. Section <c>Entra</c> of the settings.</summary>
/// <param name="Audiences">The API's client id (tokens of version 2), its application id URI (version 1), or both.</param>
public sealed record EntraSettings(Guid Tenant, IReadOnlyList<string> Audiences, IReadOnlyList<EntraClient> Clients)
{
    const string Section = "Entra";
    const string Client = $"{Section}__Clients__";

    /// <summary>Where the tenant publishes its issuers and keys; clouds other than Azure's public one have their own.</summary>
    public Uri Authority { get; init; } = new("https://login.microsoftonline.com/");

    /// <summary>The settings; null if there are none.</summary>
    /// <param name="problem">Receives each setting that is missing or invalid.</param>
    public static EntraSettings? Read(IConfiguration configuration, Action<string> problem)
    {
        var section = configuration.GetSection(Section);
        if (!section.Exists())
            return null;
        if (!Guid.TryParse(section["TenantId"], out var tenant))
            problem($"{Section}__TenantId must be the tenant's id, a GUID");
        var audiences = Words(section["Audience"]);
        if (audiences.Length == 0)
            problem($"{Section}__Audience is missing: the client id or the application id URI of this API in Entra");
        var clients = section.GetSection("Clients").GetChildren().Select(client => ReadClient(client, problem)).OfType<EntraClient>()
            .ToList();
        if (!section.GetSection("Clients").GetChildren().Any())
            problem($"{Client}<name>__Id and {Client}<name>__Scopes are missing: name at least one application that may call");
        foreach (var twice in clients.GroupBy(client => client.Id).Where(group => group.Count() > 1))
            problem($"{Client}<name>__Id is {twice.Key} for {string.Join(" and ", twice.Select(client => client.Name))}");
        var settings = new EntraSettings(tenant, audiences, clients);
        return section["Authority"] is { Length: > 0 } authority
            ? settings with { Authority = ReadAuthority(authority, problem) }
            : settings;
    }

    static EntraClient? ReadClient(IConfigurationSection client, Action<string> problem)
    {
        var hasId = Guid.TryParse(client["Id"], out var id);
        if (!hasId)
            problem($"{Client}{client.Key}__Id must be the application's client id, a GUID");
        if (ScopeNames.Read(client["Scopes"]) is { } scopes)
            return hasId ? new(client.Key, id, scopes) : null;
        problem($"{Client}{client.Key}__Scopes must name one or more of {ScopeNames.All}");
        return null;
    }

    // A token's keys come from there, so nothing may change them on their way.
    static Uri ReadAuthority(string text, Action<string> problem)
    {
        if (Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || authority is { Scheme: "http", IsLoopback: true }))
            return authority;
        problem($"{Section}__Authority must be an https address, such as https://login.microsoftonline.us");
        return new("https://invalid/");
    }

    static string[] Words(string? text) =>
        (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
