namespace DuffBeer.Core.Ports;

/// <summary>What a refresh is asked to do.</summary>
/// <param name="Models">Models to build whether changed or not.</param>
/// <param name="Settings">Settings to change, by name; an empty text restores the default.</param>
public sealed record RefreshRequest(IReadOnlyList<string> Models, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>Only what has changed.</summary>
    public static RefreshRequest Changes { get; } = new([], new Dictionary<string, string>());

    /// <summary>The digest of a plan: the refresh does exactly that, or nothing. Null to build whatever has changed.</summary>
    public string? Plan { get; init; }

    /// <summary>Name of a snapshot to build beside the one that readers see; null to show the result.</summary>
    public string? Into { get; init; }

    /// <summary>Whether it may be served together with other requests.</summary>
    public bool CanJoin => Plan is null && Into is null;
}

/// <summary>Refreshes the models, one refresh at a time; pending requests are coalesced.</summary>
public interface IModelRefresh
{
    /// <summary>Requests a refresh. Returns the id of the refresh that will serve the request: it is pending or has just begun.</summary>
    Task<string> RequestAsync(RefreshRequest request, CancellationToken cancellationToken);
}
