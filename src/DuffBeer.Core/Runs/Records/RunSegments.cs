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

    /// <summary>Segments kept in memory, so that a process rarely reads one twice: with so many runs, of some KB each.</summary>
    static readonly LakeCache<string, RunSet> s_cache = new(most: 4_096, set => 1 + set.Size);

    readonly RecentlyUsed<string, RunSet> _cache = s_cache.Of(lake);

    /// <exception cref="TerminalException"><c>NotFound</c>: the lake lost it.</exception>
    public Task<RunSet> ReadAsync(string dataset, RunSegment segment, CancellationToken cancellationToken) =>
        segment.Id.Length == 0 ? Task.FromResult(RunSet.Empty) : ReadAsync(dataset, segment.Id, cancellationToken);

    /// <inheritdoc cref="ReadAsync(string, RunSegment, CancellationToken)"/>
    public async Task<RunSet> ReadAsync(string dataset, string id, CancellationToken cancellationToken)
    {
        var key = LakeKeys.Segment(dataset, id);
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
        var sets = await SideBySide.SelectAsync(
            segments, ReadsAtATime, (segment, running) => ReadAsync(dataset, segment, running), cancellationToken);
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
        await new ObjectWrite(key, document, WriteCondition.IfAbsent).ToAsync(lake, cancellationToken);
        _cache.Add(key, set);
        return RunTree.Describe(prefix, id, set) with { Seal = DocumentSeal.Of(document) };
    }
}
