using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DuffBeer.FakeAws.Wire;
using Microsoft.AspNetCore.Http;

namespace DuffBeer.FakeAws.S3;

/// <summary>Lists, page by page.</summary>
static class ListCalls
{
    public static readonly XNamespace S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static Task BucketsAsync(Buckets buckets, HttpResponse response) =>
        XmlAnswer.WriteAsync(response, 200, new(S3 + "ListAllMyBucketsResult",
            new XElement(
                S3 + "Buckets",
                buckets.All.Select(
                    bucket => new XElement(
                        S3 + "Bucket",
                        new XElement(S3 + "Name", bucket.Name),
                        new XElement(S3 + "CreationDate", Time(DateTimeOffset.UnixEpoch)))))));

    public static Task ObjectsAsync(S3Call call)
    {
        var query = call.Query;
        var (prefix, delimiter) = (query["prefix"] ?? "", query["delimiter"] ?? "");
        var most = int.Parse(query["max-keys"] ?? "1000", CultureInfo.InvariantCulture);
        var token = query["continuation-token"];
        var after = token is not null
            ? Encoding.UTF8.GetString(Convert.FromBase64String(token))
            : query["start-after"] ?? "";
        var size = Math.Min(most, 1000);
        var order = new Bucket.Utf8Order();
        var entries = call.Bucket.Read(prefix, after, found => found
            .Select(version => (Common: Common(version.Key, prefix, delimiter), Version: version))
            .Select(entry => (Key: entry.Common ?? entry.Version.Key, Version: entry.Common is null ? entry.Version : null))
            .Where(entry => order.Compare(entry.Key, after) > 0)
            .DistinctBy(entry => (entry.Key, entry.Version is null))
            .Take(size + 1)
            .ToList());
        var page = entries.Take(size).ToList();
        var isTruncated = page.Count < entries.Count;
        var last = page.LastOrDefault().Key;
        if (call.Bucket.Quirks.HasFlag(StoreQuirks.ReversesLists))
            page.Reverse();
        var text = Text(query["encoding-type"]);
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "ListBucketResult",
            new XElement(S3 + "Name", call.Bucket.Name),
            new XElement(S3 + "Prefix", text(prefix)),
            new XElement(S3 + "KeyCount", page.Count),
            new XElement(S3 + "MaxKeys", most), new XElement(S3 + "IsTruncated", isTruncated),
            query["encoding-type"] is { } encoding ? new XElement(S3 + "EncodingType", encoding) : null,
            isTruncated ? Marker(call, "NextContinuationToken", Convert.ToBase64String(Encoding.UTF8.GetBytes(last)), token) : null,
            page.Where(entry => entry.Version is not null).Select(entry => new XElement(S3 + "Contents", Fields(entry.Version!, text))),
            page.Where(entry => entry.Version is null)
                .Select(entry => new XElement(S3 + "CommonPrefixes", new XElement(S3 + "Prefix", text(entry.Key))))));
    }

    public static Task VersionsAsync(S3Call call)
    {
        var query = call.Query;
        var prefix = query["prefix"] ?? "";
        var most = int.Parse(query["max-keys"] ?? "1000", CultureInfo.InvariantCulture);
        var size = Math.Min(most, 1000);
        var (from, delimiter) = (query["key-marker"] ?? "", query["delimiter"] ?? "");
        var found = call.Bucket.ReadVersions(prefix, from, all =>
            Behind(all, from, query["version-id-marker"])
                .Where(entry => Common(entry.Version.Key, prefix, delimiter) is null)
                .Take(size + 1)
                .ToList());
        var page = found.Take(size).ToList();
        var isTruncated = page.Count < found.Count;
        var text = Text(query["encoding-type"]);
        return XmlAnswer.WriteAsync(call.Response, 200, new(S3 + "ListVersionsResult",
            new XElement(S3 + "Name", call.Bucket.Name),
            new XElement(S3 + "Prefix", text(prefix)),
            new XElement(S3 + "MaxKeys", most),
            new XElement(S3 + "IsTruncated", isTruncated),
            query["encoding-type"] is { } encoding ? new XElement(S3 + "EncodingType", encoding) : null,
            isTruncated ? Marker(call, "NextKeyMarker", text(page[^1].Version.Key), query["key-marker"]) : null,
            isTruncated
                ? Marker(call, "NextVersionIdMarker", page[^1].Version.VersionId ?? "null", query["version-id-marker"])
                : null,
            page.Select(entry => new XElement(S3 + (entry.Version.IsDeleteMarker ? "DeleteMarker" : "Version"),
                Fields(entry.Version, text),
                new XElement(S3 + "VersionId", entry.Version.VersionId ?? "null"),
                new XElement(S3 + "IsLatest", entry.IsLatest)))));
    }

    /// <param name="asked">The marker of this page.</param>
    static XElement? Marker(S3Call call, string name, string next, string? asked) => call.Bucket.Quirks switch
    {
        var quirks when quirks.HasFlag(StoreQuirks.MissingMarker) => null,
        var quirks when quirks.HasFlag(StoreQuirks.StuckMarker) => new(S3 + name, asked ?? next),
        _ => new(S3 + name, next),
    };

    /// <summary>The versions behind a marker: behind the key, or behind one of its versions.</summary>
    static IEnumerable<(ObjectVersion Version, bool IsLatest)> Behind(
        IEnumerable<(ObjectVersion Version, bool IsLatest)> all, string key, string? versionId)
    {
        var isBefore = true;
        foreach (var entry in all)
        {
            if (isBefore && entry.Version.Key == key)
                isBefore = versionId is null || (entry.Version.VersionId ?? "null") != versionId;
            else
                yield return entry;
        }
    }

    static XElement?[] Fields(ObjectVersion version, Func<string, string> text) =>
    [
        new(S3 + "Key", text(version.Key)), new(S3 + "LastModified", Time(version.LastModified)),
        version.IsDeleteMarker ? null : new(S3 + "ETag", $"\"{version.ETag}\""),
        version.IsDeleteMarker ? null : new(S3 + "Size", version.Size),
        version.IsDeleteMarker ? null : new(S3 + "StorageClass", "STANDARD"),
    ];

    static string? Common(string key, string prefix, string delimiter) =>
        delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var at
            ? key[..(at + delimiter.Length)]
            : null;

    // Form encoding, but slashes stay.
    static Func<string, string> Text(string? encoding) => encoding == "url"
        ? text => Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal).Replace("%20", "+", StringComparison.Ordinal)
        : text => text;

    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture);
}
