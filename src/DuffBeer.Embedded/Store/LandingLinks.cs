using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DuffBeer.Embedded.Store;

/// <summary>Links from keys to files elsewhere, one small document per link, so that a resumed run finds its file again.</summary>
sealed partial class LandingLinks(string folder)
{
    readonly string _folder = Path.GetFullPath(folder);

    /// <summary>Sets links that all last once it returns.</summary>
    public void Set(IReadOnlyList<(string Key, string Path)> links) => FileFailure.Guard(_folder, () =>
    {
        var contents = links.Select(link => JsonSerializer.SerializeToUtf8Bytes(new(link.Key, link.Path), LinkJson.Default.Link));
        using var group = new FileGroup(
            _folder, () => $"{Guid.NewGuid():n}.tmp", [.. contents.Select(content => new ReadOnlyMemory<byte>(content))]);
        foreach (var (index, (key, _)) in links.Index())
            group.Move(index, DocumentOf(key));
        group.FlushNames();
    });

    public LandingFile? Find(string key) => Read(DocumentOf(key));

    public IReadOnlyList<LandingFile> All() => FileFailure.Guard(_folder, () =>
        Directory.Exists(_folder) ? Directory.GetFiles(_folder, "*.json").Select(Read).OfType<LandingFile>().ToList() : []);

    // A hash, because keys can be anything, and some differ only in case.
    string DocumentOf(string key) =>
        Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)) + ".json");

    static LandingFile? Read(string document)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(document), LinkJson.Default.Link) is { } link
                ? new(link.Key, link.Path, link.Path)
                : null;
        }
        catch (Exception exception) when (FileFailure.IsMissing(exception))
        {
            return null;
        }
        catch (Exception exception) when (FileFailure.Is(exception))
        {
            throw FileFailure.Of(exception, document);
        }
    }

    internal sealed record Link(string Key, string Path);

    [JsonSerializable(typeof(Link))]
    sealed partial class LinkJson : JsonSerializerContext;
}
