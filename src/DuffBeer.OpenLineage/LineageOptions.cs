namespace DuffBeer.OpenLineage;

/// <summary>Where events of lineage go. Without an address and a file there are none.</summary>
/// <param name="Url">The complete address that takes events by POST, such as <c>http://localhost:5000/api/v1/lineage</c>.</param>
/// <param name="ApiKey">Sent as a bearer token; null for none.</param>
/// <param name="File">A file that gets one event per line.</param>
/// <param name="Namespace">The namespace of our jobs. Default: <c>duffbeer</c>.</param>
public sealed record LineageOptions(Uri? Url, string? ApiKey = null, string? File = null, string Namespace = "duffbeer")
{
    /// <summary>Reads the settings; null if lineage is off or a setting is invalid.</summary>
    /// <param name="setting">The value of a setting by its name in the environment; null if it is not set.</param>
    /// <param name="problem">Receives each mistake.</param>
    public static LineageOptions? Read(Func<string, string?> setting, Action<string> problem)
    {
        var (url, file, key) = (setting("Lineage__Url"), setting("Lineage__File"), setting("Lineage__ApiKey"));
        if (url is null && file is null)
        {
            if (key is not null)
                problem("Lineage__ApiKey is set, but Lineage__Url is missing: the address that takes events");
            return null;
        }

        Uri? address = null;
        if (url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out address) || address.Scheme is not ("http" or "https")))
        {
            problem($"Lineage__Url must be an http address such as http://localhost:5000/api/v1/lineage, not '{url}'");
            return null;
        }

        return new(address, key, file is null ? null : Path.GetFullPath(file), setting("Lineage__Namespace") ?? "duffbeer");
    }
}
