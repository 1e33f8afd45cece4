namespace DuffBeer.Functions.Orchestrating;

/// <summary>Removes the key of Durable Functions' endpoints from an address, because it opens every instance of the task hub.</summary>
static class SystemKey
{
    const string Parameter = "code=";

    public static string Without(string? address)
    {
        if (address is null)
            return "";
        var query = address.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
            return address;
        var kept = address[(query + 1)..].Split('&')
            .Where(part => !part.StartsWith(Parameter, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return kept.Count == 0 ? address[..query] : $"{address[..query]}?{string.Join('&', kept)}";
    }
}
