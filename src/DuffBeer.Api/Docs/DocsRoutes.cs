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
        [Page] = "text/html; charset=utf-8",
        ["docs.js"] = "text/javascript; charset=utf-8",
        ["docs.css"] = "text/css; charset=utf-8",
        ["swagger-ui-bundle.js"] = "text/javascript; charset=utf-8",
        ["swagger-ui.css"] = "text/css; charset=utf-8",
        ["favicon-32x32.png"] = "image/png",
    };

    readonly Dictionary<string, Lazy<StaticFile>> _read = s_files.ToDictionary(
        file => file.Key, file => new Lazy<StaticFile>(() => new(new(File.ReadAllBytes(Path.Combine(folder, file.Key))), file.Value)));

    // The build copies Swagger UI beside the page where it finds npm.
    readonly bool _isComplete = File.Exists(Path.Combine(folder, "swagger-ui-bundle.js"));

    readonly Lazy<StaticFile> _document = new(() => new(new(document.Json), "application/json; charset=utf-8"));

    const string Page = "index.html";

    public IEnumerable<ApiRoute> All =>
    [
        Of(
            "/openapi.json",
            "getOpenApi",
            "The API's description as OpenAPI 3.1.",
            "application/json; charset=utf-8",
            (call, _) => Answer(call, _document)),
        Of(
            "/docs",
            "getDocs",
            "A page to try the API.",
            "text/html; charset=utf-8",
            (call, _) => _isComplete
                ? Answer(call, _read[Page])
                : throw new ApiException(ApiProblem.NotFound(
                    "This build has no page, because it was made without Node.js. Install Node.js 20 or later and build again. "
                    + "The description is at openapi.json."))),
        Of(
            "/docs/{file}",
            "getDocsFile",
            "The page's own files.",
            "text/javascript",
            (call, _) => _isComplete && call["file"] != Page && _read.TryGetValue(call["file"], out var file)
                ? Answer(call, file)
                : throw new ApiException(ApiProblem.NotFound($"There is no file '{call["file"]}' here."))),
    ];

    static ApiRoute Of(string template, string id, string summary, string mediaType, ApiAction action) => new("GET", template, null, action)
    {
        Id = id,
        Tag = "Docs",
        Summary = summary,
        Answers = [new(200, "The file", mediaType, "string")],
    };

    static Task<IResult> Answer(ApiCall call, Lazy<StaticFile> file) => Task.FromResult(file.Value.ReplyTo(call.Request));
}
