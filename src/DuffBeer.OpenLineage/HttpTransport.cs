using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace DuffBeer.OpenLineage;

/// <summary>Sends each event by POST.</summary>
sealed class HttpTransport : ILineageTransport
{
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };
    readonly Uri _url;

    /// <param name="apiKey">Null for none.</param>
    public HttpTransport(Uri url, string? apiKey)
    {
        _url = url;
        if (apiKey is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public async Task<Refusal?> SendAsync(string json, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await _http.PostAsync(_url, content, cancellationToken);
            return answer.IsSuccessStatusCode
                ? null
                : new(
                    $"{_url} answered {(int)answer.StatusCode}",
                    answer.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
                        or >= HttpStatusCode.InternalServerError);
        }
        catch (Exception failure) when (failure is HttpRequestException || !cancellationToken.IsCancellationRequested)
        {
            return new($"{_url} did not answer: {failure.Message}", MayPass: true);
        }
    }

    public void Dispose() => _http.Dispose();
}
