using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Aws.Credentials;

/// <summary>Tokens of the managed identity that this process runs under in Azure.</summary>
/// <remarks>Asks the endpoint of App Service and Functions (<c>IDENTITY_ENDPOINT</c>), else that of virtual machines.</remarks>
sealed partial class AzureIdentity(AwsOptions options, HttpClient? http = null, Func<string, string?>? environment = null)
{
    const string MachineEndpoint = "http://169.254.169.254/metadata/identity/oauth2/token";

    readonly HttpClient _http = http ?? new() { Timeout = TimeSpan.FromSeconds(30) };
    readonly Func<string, string?> _environment = environment ?? Environment.GetEnvironmentVariable;

    /// <summary>A token for the audience of the options.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        using var request = Request();
        var endpoint = request.RequestUri!.GetLeftPart(UriPartial.Path);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw Failure((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), endpoint);
            var token = await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(cancellationToken), IdentityJson.Default.IdentityToken, cancellationToken);
            return token?.AccessToken is { Length: > 0 } value ? value : throw new JsonException("There is no access_token in it.");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new TransientException(ProblemCode.StoreUnavailable,
                $"The managed identity gave no token at {endpoint} ({failure.Message}). Give this app an identity in Azure; outside Azure leave Aws__AzureAudience unset.", failure);
        }
    }

    HttpRequestMessage Request()
    {
        var query = $"resource={Uri.EscapeDataString(options.AzureAudience!)}" + (options.AzureClientId is { } client ? $"&client_id={Uri.EscapeDataString(client)}" : "");
        if (_environment("IDENTITY_ENDPOINT") is not { Length: > 0 } endpoint)
        {
            var machine = new HttpRequestMessage(HttpMethod.Get, $"{MachineEndpoint}?api-version=2018-02-01&{query}");
            machine.Headers.Add("Metadata", "true");
            return machine;
        }

        var request = new HttpRequestMessage(HttpMethod.Get, $"{endpoint}?api-version=2019-08-01&{query}");
        request.Headers.Add("X-IDENTITY-HEADER", _environment("IDENTITY_HEADER") ?? "");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    RunException Failure(int status, string body, string endpoint)
    {
        var message = $"The managed identity refused a token for {options.AzureAudience} at {endpoint}: {status} {(body.Length > 300 ? body[..300] : body)}. Check Aws__AzureAudience and the identity of this app.";
        // 404 and 410 come while an identity is being set up, 429 when too many ask.
        return status >= 500 || status is 404 or 410 or 429 ? new TransientException(ProblemCode.StoreUnavailable, message) : new TerminalException(ProblemCode.StoreUnavailable, message);
    }

    internal sealed record IdentityToken([property: JsonPropertyName("access_token")] string? AccessToken);

    [JsonSerializable(typeof(IdentityToken))]
    sealed partial class IdentityJson : JsonSerializerContext;
}
