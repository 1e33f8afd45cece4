using System.Text.Json.Nodes;

namespace DuffBeer.FakeAws.Wire;

/// <summary>A service that speaks AWS JSON.</summary>
/// <remarks>Refuses with a <see cref="WireException"/> that has the service's own code.</remarks>
public interface IJsonService
{
    /// <summary>The first part of its X-Amz-Target, such as <c>AWSGlue</c>.</summary>
    string Target { get; }

    /// <summary>Its version of the protocol.</summary>
    string Version => "1.1";

    Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken);
}
