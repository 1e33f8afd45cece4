using DuffBeer.Api.Http;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.Api.Pages;

/// <summary>The files of the pages, as the build wrote them. They need no key: they show no data.</summary>
/// <remarks>
/// Every page has the same shell, whose scripts ask the API. The names of scripts and styles contain a hash of their content, so browsers
/// keep them; compressed forms are written by the build.
/// </remarks>
sealed class PageFiles
{
    const string Shell = "index.html";
    const string Assets = "/assets/";
    const string Forever = "public, max-age=31536000, immutable";

    static readonly Dictionary<string, string> s_types = new()
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".html"] = "text/html; charset=utf-8",
    };

    /// <summary>First segments of the addresses that are pages.</summary>
    static readonly HashSet<string> s_pages = ["", "dashboards", "runs", "data"];

    readonly Dictionary<string, Lazy<StaticFile>> _files;

    /// <param name="folder">Without the shell if the build had no Node.js.</param>
    public PageFiles(string folder) => _files = Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder)
            .Where(file => s_types.ContainsKey(Path.GetExtension(file)))
            .ToDictionary(file => Path.GetFileName(file), file => new Lazy<StaticFile>(() => Read(file)))
        : [];

    /// <summary>The reply to a path outside the API; null if nothing is there.</summary>
    public IResult? Find(HttpRequest request)
    {
        var path = request.Path.Value!;
        if (path.StartsWith(Assets, StringComparison.Ordinal))
            return _files.GetValueOrDefault(path[Assets.Length..]) is { } asset ? ReplyOf(request, asset.Value, Forever) : null;
        // The path of "OPTIONS *" is empty.
        if (path.Split('/') is not [_, var page, ..] || !s_pages.Contains(page))
            return null;
        return _files.GetValueOrDefault(Shell) is { } shell
            ? ReplyOf(request, shell.Value, "no-cache")
            : throw new ApiException(ApiProblem.NotFound(
                "This build has no pages, because it was made without Node.js. Install Node.js 20 or later and build again. "
                + $"The API is at {DuffBeerApi.Prefix}, its description at {DuffBeerApi.Prefix}/openapi.json."));
    }

    static IResult ReplyOf(HttpRequest request, StaticFile file, string cacheControl) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            ? file.ReplyTo(request, cacheControl)
            : throw new ApiException(ApiProblem.MethodNotAllowed(request.Method, "GET, HEAD"));

    /// <summary>The file, with the compressed forms beside it.</summary>
    static StaticFile Read(string path)
    {
        var compressed = new[] { ContentCoding.Brotli, ContentCoding.Gzip }
            .Where(coding => File.Exists($"{path}.{coding.Name}"))
            .ToDictionary(coding => coding.Name, coding => File.ReadAllBytes($"{path}.{coding.Name}"));
        return new(new(File.ReadAllBytes(path), compressed), s_types[Path.GetExtension(path)]);
    }
}
