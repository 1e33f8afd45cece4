using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The segments of a lake's datasets: documents that never change.</summary>
public sealed class RunSegments(IObjectStore lake)
{
    /// <summary>Segments read at the same time.</summary>
    const int ReadsAtATime = 16;

    const int IdDigits = 32;

    static readonly ConditionalWeakTable<IObjectStore, SegmentCache> s_caches = [];

    readonly SegmentCache _cache = s_caches.GetValue(lake, _ => new());

    /// <exception cref="TerminalException"><c>NotFound</c>: the lake lost it.</exception>
    public async Task<RunSet> ReadAsync(string dataset, RunSegment segment, CancellationToken cancellationToken)
    {
        if (segment.Id.Length == 0)
            return RunSet.Empty;
        var key = LakeKeys.Segment(dataset, segment.Id);
        if (_cache.Find(key) is { } known)
            return known;
        var found = await lake.ReadAsync(key, RunJson.Default.RunSet, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.NotFound, $"{key}, which lists published runs of {dataset}, is missing from the lake.");
        _cache.Add(key, found.Value);
        return found.Value;
    }

    /// <summary>Segment by segment, several read at a time.</summary>
    public async IAsyncEnumerable<RunSet> ReadAsync(
        string dataset, IEnumerable<RunSegment> segments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var some in segments.Where(segment => segment.Id.Length > 0).Chunk(ReadsAtATime))
        {
            foreach (var set in await Task.WhenAll(some.Select(segment => ReadAsync(dataset, segment, cancellationToken))))
                yield return set;
        }
    }

    /// <summary>Some segments, by prefix.</summary>
    public async Task<IReadOnlyDictionary<string, RunSet>> ReadAllAsync(
        string dataset, IReadOnlyList<RunSegment> segments, CancellationToken cancellationToken)
    {
        var sets = new RunSet[segments.Count];
        var reading = new ParallelOptions { MaxDegreeOfParallelism = ReadsAtATime, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            segments.Index(),
            reading,
            async (entry, running) => sets[entry.Index] = await ReadAsync(dataset, entry.Item, running));
        return segments.Zip(sets).ToDictionary(pair => pair.First.Prefix, pair => pair.Second, StringComparer.Ordinal);
    }

    /// <summary>Writes a segment that no manifest names yet.</summary>
    /// <remarks>
    /// Its name comes from its content and from what it replaces. So what is written twice is there once, and a segment that no manifest
    /// names any more is never named again: once it is old, it may be deleted.
    /// </remarks>
    /// <param name="from">The ids of the segments that it replaces, or another name of what was there before.</param>
    public async Task<RunSegment> WriteAsync(
        string dataset, string prefix, RunSet set, string from, CancellationToken cancellationToken)
    {
        if (set.Size == 0)
            return RunTree.Describe(prefix, "", set);
        var document = DocumentSeal.Add(JsonSerializer.SerializeToUtf8Bytes(set, RunJson.Default.RunSet));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{dataset} {prefix} {from}\n"));
        hash.AppendData(document);
        var id = Convert.ToHexStringLower(hash.GetHashAndReset())[..IdDigits];
        var key = LakeKeys.Segment(dataset, id);
        await using var upload = await lake.CreateAsync(key, WriteCondition.IfAbsent, cancellationToken);
        await upload.Body.WriteAsync(document, cancellationToken);
        await upload.CommitAsync(cancellationToken);
        _cache.Add(key, set);
        return RunTree.Describe(prefix, id, set) with { Seal = DocumentSeal.Of(document) };
    }

    /// <summary>The segments used last, so that a process rarely reads one twice.</summary>
    sealed class SegmentCache
    {
        const int Most = 64;

        readonly Lock _lock = new();
        readonly Dictionary<string, (RunSet Set, long Used)> _kept = new(StringComparer.Ordinal);
        long _uses;

        public RunSet? Find(string key)
        {
            lock (_lock)
            {
                if (!_kept.TryGetValue(key, out var kept))
                    return null;
                _kept[key] = (kept.Set, ++_uses);
                return kept.Set;
            }
        }

        public void Add(string key, RunSet set)
        {
            lock (_lock)
            {
                if (_kept.Count >= Most && !_kept.ContainsKey(key))
                    _kept.Remove(_kept.MinBy(kept => kept.Value.Used).Key);
                _kept[key] = (set, ++_uses);
            }
        }
    }
}
