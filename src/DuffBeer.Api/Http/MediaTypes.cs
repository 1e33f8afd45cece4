using Microsoft.Net.Http.Headers;

namespace DuffBeer.Api.Http;

/// <summary>Media types of bodies.</summary>
static class MediaTypes
{
    public const string Json = "application/json";
    public const string Csv = "text/csv";

    /// <summary>Whether a Content-Type matches the media type, ignoring parameters; JSON includes types that end in +json.</summary>
    public static bool Is(string wanted, string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            || (wanted == Json && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));
}
