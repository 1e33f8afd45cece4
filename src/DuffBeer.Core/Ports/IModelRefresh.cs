namespace DuffBeer.Core.Ports;

/// <summary>Refreshes the models, one refresh at a time; pending requests are coalesced.</summary>
public interface IModelRefresh
{
    /// <summary>Requests a refresh. Returns the id of the refresh that will serve the request: it is pending or has just begun.</summary>
    /// <param name="models">Models to build whether changed or not.</param>
    /// <param name="settings">Settings to change, by name; an empty text restores the default.</param>
    Task<string> RequestAsync(
        IReadOnlyList<string> models, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken);
}
