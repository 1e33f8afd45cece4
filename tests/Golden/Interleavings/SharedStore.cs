using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>Objects in memory, shared by actors. As on S3, an etag is a hash of the content: equal content, equal etag.</summary>
sealed class SharedStore(ImmutableSortedDictionary<string, SharedStore.Stored> objects)
{
    public sealed record Stored(byte[] Content, string ETag);

    static readonly DateTimeOffset s_time = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public static readonly ImmutableSortedDictionary<string, Stored> Empty =
        ImmutableSortedDictionary<string, Stored>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>A copy of all objects, unaffected by later writes.</summary>
    public ImmutableSortedDictionary<string, Stored> Objects { get; private set; } = objects;

    /// <summary>Equal for equal objects, whatever their history.</summary>
    public UInt128 Hash { get; private set; } = objects.Aggregate(UInt128.Zero, (sum, entry) => sum ^ HashOf(entry.Key, entry.Value));

    public ObjectStat Put(string key, byte[] content)
    {
        var stored = new Stored(content, Convert.ToHexString(SHA256.HashData(content))[..16]);
        Remove(key);
        Objects = Objects.SetItem(key, stored);
        Hash ^= HashOf(key, stored);
        return StatOf(key, stored);
    }

    void Remove(string key)
    {
        if (!Objects.TryGetValue(key, out var stored))
            return;
        Objects = Objects.Remove(key);
        Hash ^= HashOf(key, stored);
    }

    /// <summary>One actor's view of the store: each access to shared objects is a step of the actor.</summary>
    public IObjectStore For(Actor actor) => new View(this, actor);

    static UInt128 HashOf(string key, Stored stored) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{stored.ETag}")));

    ObjectStat? Find(string key) => Objects.TryGetValue(key, out var stored) ? StatOf(key, stored) : null;

    static ObjectStat StatOf(string key, Stored stored) => new(key, stored.Content.Length, stored.ETag, s_time);

    /// <summary>
    /// Whether several actors use the key. The plan, chunk manifests and result belong to one attempt, and its copies write the same
    /// content. Each mark of a run's state belongs to one change, whose record decides.
    /// </summary>
    static bool IsShared(string key) =>
        !IsMark(key) && (!key.StartsWith(LakeKeys.Runs, StringComparison.Ordinal) || IsRecord(key));

    static bool IsRecord(string key) =>
        key.StartsWith(LakeKeys.Runs, StringComparison.Ordinal) && key.EndsWith("/run.json", StringComparison.Ordinal);

    static bool IsMark(string key) =>
        key.StartsWith(LakeKeys.RunsByState, StringComparison.Ordinal) || key == LakeKeys.RunsByStateFrom;

    sealed class View(SharedStore store, Actor actor) : IObjectStore
    {
        Task StepAsync(string action, string key) => IsShared(key) ? actor.StepAsync($"{action} {key}") : Task.CompletedTask;

        public async Task<ObjectStat?> StatAsync(string key, CancellationToken cancellationToken)
        {
            await StepAsync("read", key);
            return actor.Saw(store.Find(key));
        }

        // Not a step: the stat before it chose the content, and a changed object is refused.
        public Task<IByteSource> OpenAsync(ObjectStat stat, CancellationToken cancellationToken)
        {
            if (!store.Objects.TryGetValue(stat.Key, out var stored) || stored.ETag != stat.ETag)
                throw new TerminalException(ProblemCode.SourceChanged, $"{stat.Key} is another version now.");
            return Task.FromResult<IByteSource>(new MemoryByteSource(stored.Content));
        }

        public Task<IObjectUpload> CreateAsync(string key, WriteCondition condition, CancellationToken cancellationToken) =>
            Task.FromResult<IObjectUpload>(new Upload(store, actor, key, condition));

        // One after the other: an actor takes one step at a time.
        public async Task<IReadOnlyList<ObjectStat?>> WriteAllAsync(
            IReadOnlyList<ObjectWrite> writes, CancellationToken cancellationToken)
        {
            var written = new List<ObjectStat?>();
            foreach (var write in writes)
            {
                var upload = new Upload(store, actor, write.Key, write.Condition);
                await upload.Body.WriteAsync(write.Content, cancellationToken);
                written.Add(await upload.CommitAsync(cancellationToken));
            }

            return written;
        }

        public async IAsyncEnumerable<ObjectStat> ListAsync(
            KeyRange keys, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await StepAsync("list", keys.Prefix);
            var found = store.Objects.Where(entry => keys.Wants(entry.Key)).Take(keys.Most ?? int.MaxValue).ToList();
            actor.Saw(string.Join(' ', found.Select(entry => entry.Key)));
            foreach (var (key, stored) in found)
                yield return StatOf(key, stored);
        }

        public async Task DeleteAsync(string key, CancellationToken cancellationToken)
        {
            await StepAsync("delete", key);
            store.Remove(key);
        }
    }

    sealed class Upload(SharedStore store, Actor actor, string key, WriteCondition condition) : IObjectUpload
    {
        readonly MemoryStream _body = new();

        public Stream Body => _body;

        public async Task<ObjectStat?> CommitAsync(CancellationToken cancellationToken)
        {
            if (IsShared(key))
                await actor.StepAsync($"write {key}");
            // Marks are not kept: with them, states that differ in nothing else would not be one.
            if (IsMark(key))
                return StatOf(key, new(_body.ToArray(), "mark"));
            var current = store.Find(key);
            var holds = (!condition.OnlyIfAbsent || current is null) && (condition.OnlyIfETag is not { } etag || current?.ETag == etag);
            return actor.Saw(holds ? store.Put(key, WithoutMarks(_body.ToArray())) : null);
        }

        /// <summary>A record without the number of its mark: that counts all changes of the state, also those turned back.</summary>
        byte[] WithoutMarks(byte[] content)
        {
            if (!IsRecord(key))
                return content;
            var record = JsonNode.Parse(content)!.AsObject();
            record.Remove("marks");
            return JsonSerializer.SerializeToUtf8Bytes(record);
        }

        public ValueTask DisposeAsync() => _body.DisposeAsync();
    }
}
