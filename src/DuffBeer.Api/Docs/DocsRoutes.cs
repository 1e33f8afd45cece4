using DuffBeer.Api.Http;
using DuffBeer.Api.OpenApi;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Docs;

/// <summary>The description of the API, and a page to try it on. Needs no key: it shows no data.</summary>
sealed class DocsRoutes(OpenApiDocument document, string folder)
{
    /// <summary>Every file and its type: a caller's path never reaches the disk.</summary>
    static readonly Dictionary<string, string> s_files = new()
    {
        ["docs.js"] = "text/javascript; charset=utf-8",
        ["docs.css"] = "text/css; charset=utf-8",
        ["swagger-ui-bundle.js"] = "text/javascript; charset=utf-8",
        ["swagger-ui.css"] = "text/css; charset=utf-8",
        ["favicon-32x32.png"] = "image/png",
    };

    readonly Dictionary<string, Lazy<(CachedBody Body, string Tag)>> _read = s_files.Keys.Append(Page).ToDictionary(
        name => name, name => new Lazy<(CachedBody Body, string Tag)>(() => Kept(File.ReadAllBytes(Path.Combine(folder, name)))));

    // The build copies Swagger UI beside the page where it finds npm.
    readonly bool _isComplete = File.Exists(Path.Combine(folder, "swagger-ui-bundle.js"));

    readonly Lazy<(CachedBody Body, string Tag)> _document = new(() => Kept(document.Json));

    const string Page = "index.html";

    public IEnumerable<ApiRoute> All =>
    [
        Of(
            "/openapi.json",
            "getOpenApi",
            "The API's description as OpenAPI 3.1.",
            "application/json; charset=utf-8",
            (call, _) => Answer(call, _document.Value, "application/json; charset=utf-8")),
        Of(
            "/docs",
            "getDocs",
            "A page to try the API.",
            "text/html; charset=utf-8",
            (call, _) => _isComplete
                ? Answer(call, _read[Page].Value, "text/html; charset=utf-8")
                : throw new ApiException(ApiProblem.NotFound(
                    "This build has no page, because it was made without Node.js. Install Node.js 20 or later and build again. "
                    + "The description is at openapi.json."))),
        Of(
            "/docs/{file}",
            "getDocsFile",
            "The page's own files.",
            "text/javascript",
            (call, _) => _isComplete && s_files.TryGetValue(call["file"], out var type)
                ? Answer(call, _read[call["file"]].Value, type)
                : throw new ApiException(ApiProblem.NotFound($"There is no file '{call["file"]}' here."))),
    ];

    static ApiRoute Of(string template, string id, string summary, string mediaType, ApiAction action) => new("GET", template, null, action)
    {
        Id = id,
        Tag = "Docs",
        Summary = summary,
        Answers = [new(200, "The file", mediaType, "string")],
    };

    static Task<IResult> Answer(ApiCall call, (CachedBody Body, string Tag) file, string mediaType) => Task.FromResult<IResult>(
        EntityTag.IsNamed(call.Request.Headers.IfNoneMatch, file.Tag)
            ? new NotModifiedReply(file.Tag)
            : new BytesReply(file.Body.Plain, mediaType) { Tag = file.Tag, Kept = file.Body, CacheControl = "no-cache" });

    static (CachedBody Body, string Tag) Kept(byte[] bytes) => (new(bytes), EntityTag.Of(bytes));
}
