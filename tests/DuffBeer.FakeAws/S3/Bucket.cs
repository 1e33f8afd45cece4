using System.Security.Cryptography;
using DuffBeer.FakeAws.Wire;
using DuffBeer.Embedded.Store;

namespace DuffBeer.FakeAws.S3;

/// <summary>One version of one object. Its bytes are an immutable file.</summary>
/// <param name="VersionId">Null if the bucket keeps no versions.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="LastModified">To the second, as in S3.</param>
/// <param name="Headers">What the writer sent and readers receive: content type, metadata, encryption, checksums.</param>
public sealed record ObjectVersion(
    string Key,
    string? VersionId,
    string ETag,
    long Size,
    DateTimeOffset LastModified,
    string Blob,
    IReadOnlyDictionary<string, string> Headers,
    bool IsDeleteMarker = false);

/// <summary>The objects of a bucket, in the order of their keys' UTF-8 bytes. Their bytes are in a folder, the rest is in memory.</summary>
public sealed class Bucket(string name, string region, FolderObjectStore blobs)
{
    static readonly Dictionary<string, string> s_noHeaders = [];

    readonly Lock _lock = new();
    // Newest last.
    readonly Dictionary<string, List<ObjectVersion>> _objects = new(StringComparer.Ordinal);
    readonly SortedSet<string> _keys = new(new Utf8Order());
    // The place of each key's last change in the order of all changes.
    readonly Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    int _versions;
    long _sequence;

    public string Name { get; } = name;

    public string Region { get; } = region;

    public bool Versioned { get; set; }

    /// <summary>Accepts only callers that agree to pay.</summary>
    public bool RequesterPays { get; set; }

    /// <summary>How the bucket differs from one of AWS.</summary>
    public StoreQuirks Quirks { get; set; }

    internal MultipartUploads Uploads { get; } = new();

    internal FolderObjectStore Blobs => blobs;

    /// <summary>The newest version of an object; null if there is none.</summary>
    public ObjectVersion? Find(string key)
    {
        lock (_lock)
            return Newest(key) is { IsDeleteMarker: false } newest ? newest : null;
    }

    internal ObjectVersion? FindVersion(string key, string versionId)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(key)?.FirstOrDefault(version => (version.VersionId ?? "null") == versionId);
    }

    /// <summary>The local file of an object's newest version.</summary>
    public string PathOf(string key) =>
        blobs.PathOf((Find(key) ?? throw new FileNotFoundException($"s3://{Name}/{key} does not exist.")).Blob);

    /// <summary>The newest versions under a prefix, in S3's order.</summary>
    public IReadOnlyList<ObjectVersion> List(string prefix) => Read(prefix, "", found => found.OfType<ObjectVersion>().ToList());

    /// <summary>Reads from the newest versions under a prefix, beginning at a key.</summary>
    internal T Read<T>(string prefix, string from, Func<IEnumerable<ObjectVersion>, T> read)
    {
        lock (_lock)
            return read(KeysOf(prefix, from).Select(key => _objects[key][^1]).Where(version => !version.IsDeleteMarker));
    }

    /// <summary>Every version under a prefix, the newest of a key first, beginning at a key.</summary>
    internal T ReadVersions<T>(string prefix, string from, Func<IEnumerable<(ObjectVersion Version, bool IsLatest)>, T> read)
    {
        lock (_lock)
            return read(KeysOf(prefix, from).SelectMany(
                key => _objects[key].AsEnumerable().Reverse().Select((version, i) => (version, i == 0))));
    }

    IEnumerable<string> KeysOf(string prefix, string from)
    {
        var start = _keys.Comparer.Compare(prefix, from) > 0 ? prefix : from;
        var keys = _keys.Count == 0 || _keys.Comparer.Compare(start, _keys.Max) > 0 ? [] : _keys.GetViewBetween(start, _keys.Max);
        return keys.TakeWhile(key => key.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Writes an object as a service within AWS does.</summary>
    public async Task<ObjectVersion> PutAsync(string key, Stream content, CancellationToken cancellationToken)
    {
        var blob = NewBlob();
        await using var upload = await blobs.CreateAsync(blob, default, cancellationToken);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[81920];
        var size = 0L;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; size += read)
        {
            md5.AppendData(buffer, 0, read);
            await upload.Body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await upload.CommitAsync(cancellationToken);
        return Put(key, blob, size, Convert.ToHexStringLower(md5.GetHashAndReset()), new Dictionary<string, string>(), default);
    }

    /// <summary>Writes a prepared object quickly: nothing is synced.</summary>
    public void Put(string key, ReadOnlySpan<byte> content)
    {
        var blob = NewBlob();
        Directory.CreateDirectory(blobs.Root);
        File.WriteAllBytes(blobs.PathOf(blob), content);
        Put(key, blob, content.Length, Convert.ToHexStringLower(MD5.HashData(content)), s_noHeaders, default);
    }

    internal static string NewBlob() => Guid.NewGuid().ToString("n");

    internal ObjectVersion Put(
        string key, string blob, long size, string etag, IReadOnlyDictionary<string, string> headers, PutCondition condition)
    {
        ObjectVersion? replaced = null;
        ObjectVersion written;
        lock (_lock)
        {
            var newest = Newest(key) is { IsDeleteMarker: false } there ? there : null;
            condition.Check(newest, key, Quirks);
            _changed[key] = ++_sequence;
            var now = DateTimeOffset.UtcNow;
            written = new(
                key,
                Versioned ? $"v{++_versions:D8}.{now.Ticks:x}" : null,
                etag,
                size,
                now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)),
                blob,
                headers);
            if (!_objects.TryGetValue(key, out var versions))
            {
                _objects[key] = versions = [];
                _keys.Add(key);
            }

            if (written.VersionId is null && versions.Find(version => version.VersionId is null) is { } old)
            {
                versions.Remove(old);
                replaced = old;
            }

            versions.Add(written);
        }

        if (replaced is not null)
            DeleteBlob(replaced.Blob);
        return written;
    }

    /// <summary>Deletes an object or a version; returns the deleted version or the new delete marker, null if there was none.</summary>
    internal ObjectVersion? Delete(string key, string? versionId)
    {
        ObjectVersion? gone;
        lock (_lock)
        {
            if (!_objects.TryGetValue(key, out var versions))
                return null;
            if (Quirks.HasFlag(StoreQuirks.IgnoresDeletes))
                return null;
            _changed[key] = ++_sequence;
            if (versionId is null && Versioned)
            {
                var marker = versions[^1] with { VersionId = $"v{++_versions:D8}.marker", Blob = "", Size = 0, IsDeleteMarker = true };
                versions.Add(marker);
                return marker;
            }

            gone = versionId is null ? versions[^1] : versions.Find(version => (version.VersionId ?? "null") == versionId);
            if (gone is null)
                return null;
            versions.Remove(gone);
            if (versions.Count == 0)
            {
                _objects.Remove(key);
                _keys.Remove(key);
            }
        }

        if (gone.Blob.Length > 0)
            DeleteBlob(gone.Blob);
        return gone;
    }

    internal long LastSequence
    {
        get
        {
            lock (_lock)
                return _sequence;
        }
    }

    /// <summary>
    /// Refuses to complete an upload under a condition that holds only since another request of the meantime: it must be begun again.
    /// </summary>
    internal void CheckConflict(string key, PutCondition condition, long since)
    {
        lock (_lock)
        {
            condition.Check(Newest(key) is { IsDeleteMarker: false } there ? there : null, key, Quirks);
            if (condition.IsSet && !Quirks.HasFlag(StoreQuirks.IgnoresConditions) && _changed.GetValueOrDefault(key) > since)
                throw new WireException(
                    409,
                    "ConditionalRequestConflict",
                    "The conditional request cannot succeed due to a conflicting operation against this resource.")
                {
                    Details = new Dictionary<string, string>
                    {
                        ["Condition"] = condition.IfMatch is null ? "If-None-Match" : "If-Match",
                        ["Key"] = key,
                    },
                };
        }
    }

    internal bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _objects.Count == 0;
        }
    }

    // A reader of the file still has it open.
    internal void DeleteBlob(string blob) => File.Delete(blobs.PathOf(blob));

    ObjectVersion? Newest(string key) => _objects.GetValueOrDefault(key)?[^1];

    internal sealed class Utf8Order : IComparer<string>
    {
        public int Compare(string? x, string? y)
        {
            var at = x.AsSpan().CommonPrefixLength(y);
            return at == x!.Length || at == y!.Length ? x.Length.CompareTo(y!.Length) : Place(x[at]).CompareTo(Place(y[at]));
        }

        // In UTF-8, surrogate pairs come behind all other characters.
        static int Place(char c) => char.IsSurrogate(c) ? c + char.MaxValue : c;
    }
}

/// <summary>The conditions of a write.</summary>
readonly record struct PutCondition(string? IfMatch, string? IfNoneMatch)
{
    public bool IsSet => IfMatch is not null || IfNoneMatch is not null;

    public void Check(ObjectVersion? newest, string key, StoreQuirks quirks)
    {
        if (!IsSet || quirks.HasFlag(StoreQuirks.IgnoresConditions))
            return;
        if (IfMatch is not null && IfNoneMatch is not null)
            throw NotImplemented("If-Match,If-None-Match", "Multiple conditional request headers present in the request");
        if (IfNoneMatch is not (null or "*"))
            throw NotImplemented("If-None-Match", "We don't accept the provided value of If-None-Match header for this API");
        if (IfMatch == "*")
            throw NotImplemented("If-Match", "We don't accept the provided value of If-Match header for this API");
        if (quirks.HasFlag(StoreQuirks.RefusesConditions) || (IfNoneMatch == "*" && newest is not null))
            throw Failed(IfMatch is null ? "If-None-Match" : "If-Match");
        if (IfMatch is null)
            return;
        if (newest is null)
            throw new WireException(404, "NoSuchKey", "The specified key does not exist.")
            {
                Details = new Dictionary<string, string> { ["Key"] = Uri.EscapeDataString(key) },
            };
        if ((quirks.HasFlag(StoreQuirks.RefusesQuotedETags) ? IfMatch : IfMatch.Trim('"')) != newest.ETag)
            throw Failed("If-Match");
    }

    static WireException NotImplemented(string header, string why) =>
        new(501, "NotImplemented", "A header you provided implies functionality that is not implemented")
        {
            Details = new Dictionary<string, string> { ["Header"] = header, ["additionalMessage"] = why },
        };

    static WireException Failed(string header) =>
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
    {
        Details = new Dictionary<string, string> { ["Condition"] = header },
    };
}
