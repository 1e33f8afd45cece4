using System.Collections.Concurrent;
using DuffBeer.FakeAws.Wire;

namespace DuffBeer.FakeAws.S3;

/// <summary>All buckets of the fake.</summary>
public sealed class Buckets
{
    readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);
    readonly string _root;
    readonly string _region;

    internal Buckets(string root, FakeAwsSettings settings)
    {
        (_root, _region) = (root, settings.Region);
        foreach (var name in settings.Buckets)
            Create(name).Versioned = settings.Versioned;
    }

    public Bucket this[string name] => _buckets.TryGetValue(name, out var bucket) ? bucket
        : throw new WireException(404, "NoSuchBucket", "The specified bucket does not exist")
        {
            Details = new Dictionary<string, string> { ["BucketName"] = name },
        };

    public IReadOnlyList<Bucket> All => [.. _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];

    public Bucket Create(string name)
    {
        var bucket = new Bucket(name, _region, new(Path.Combine(_root, name)));
        return _buckets.TryAdd(name, bucket) ? bucket
            : throw new WireException(
                409, "BucketAlreadyOwnedByYou", "Your previous request to create the named bucket succeeded and you already own it.");
    }

    public void Delete(string name)
    {
        if (!this[name].IsEmpty)
            throw new WireException(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
        _buckets.TryRemove(name, out _);
    }
}
