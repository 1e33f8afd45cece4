using System.Text.Json.Nodes;

namespace DuffBeer.FakeAws.Wire;

/// <summary>A service that speaks AWS JSON 1.1.</summary>
/// <remarks>Refuses with a <see cref="WireException"/> that has the service's own code.</remarks>
public interface IJsonService
{
    /// <summary>The first part of its X-Amz-Target, such as <c>AWSGlue</c>.</summary>
    string Target { get; }

    Task<JsonObject> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken);
}
