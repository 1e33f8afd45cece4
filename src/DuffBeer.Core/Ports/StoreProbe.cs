using System.Security.Cryptography;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>Tries whether a store keeps the promises of <see cref="IObjectStore"/> that correctness depends on.</summary>
/// <remarks>Writes small objects into a folder of its own, and deletes them.</remarks>
public static class StoreProbe
{
    const int SmallBytes = 1000;

    /// <param name="large">Bytes of an object that the store writes in several requests; 0: none.</param>
    /// <exception cref="TransientException">The store did not answer: nothing was found out.</exception>
    public static async Task<IReadOnlyList<StoreFinding>> RunAsync(IObjectStore store, int large, CancellationToken cancellationToken)
    {
        var probe = new Run(store, $"store-probe/{Guid.NewGuid():n}/", cancellationToken);
        List<StoreFinding> findings =
        [
            await FindAsync("returns what was written", probe.ReturnsAsync),
            await FindAsync("creates only if absent", probe.CreatesOnceAsync),
            await FindAsync("replaces only if unchanged", probe.ReplacesUnchangedAsync),
            await FindAsync("reads ranges", probe.ReadsRangesAsync),
        ];
        if (large > 0)
            findings.Add(await FindAsync("writes large objects in parts", () => probe.WritesLargeAsync(large)));
        findings.Add(await FindAsync("lists in order, page by page", probe.ListsAsync));
        findings.Add(await FindAsync("deletes", probe.DeletesAsync));
        return findings;
    }

    static async Task<StoreFinding> FindAsync(string promise, Func<Task<string?>> check)
    {
        try
        {
            return new(promise, await check());
        }
        catch (TerminalException refused)
        {
            return new(promise, refused.Message);
        }
    }

    sealed class Run(IObjectStore store, string folder, CancellationToken cancellationToken)
    {
        static readonly string[] s_names = ["listed/a-", "listed/a/1", "listed/B", "listed/b", "listed/\u00e9"];

        public async Task<string?> ReturnsAsync()
        {
            var content = RandomNumberGenerator.GetBytes(SmallBytes);
            var written = await WriteAsync("small", content, WriteCondition.None);
            if (written is null || written.Size != content.Length)
                return $"wrote {written?.Size ?? 0} of {content.Length} bytes: objects would be torn";
            var found = await store.StatAsync(folder + "small", cancellationToken);
            if (found?.ETag != written.ETag)
                return "does not show an object right after its write: readers would miss what was published";
            return (await ReadAsync(written, 0, content.Length)).SequenceEqual(content)
                ? null
                : "returns other bytes than were written";
        }

        public async Task<string?> CreatesOnceAsync()
        {
            if (await WriteAsync("once", [1], WriteCondition.IfAbsent) is null)
                return "refuses to create an object that is absent (If-None-Match: *): nothing could be published";
            return await WriteAsync("once", [2, 2], WriteCondition.IfAbsent) is null
                && (await store.StatAsync(folder + "once", cancellationToken))?.Size == 1
                ? null
                : "ignores the condition that an object is absent (If-None-Match: *): two writers would both win";
        }

        public async Task<string?> ReplacesUnchangedAsync()
        {
            var first = await WriteAsync("changed", [1], WriteCondition.None);
            var second = await WriteAsync("changed", [2, 2], WriteCondition.IfMatch(first!.ETag));
            if (second is null)
                return "refuses to replace an object whose ETag is the expected one (If-Match): nothing could be published";
            return await WriteAsync("changed", [3, 3, 3], WriteCondition.IfMatch(first.ETag)) is null
                && (await store.StatAsync(folder + "changed", cancellationToken))?.Size == second.Size
                ? null
                : "ignores the condition that an object is unchanged (If-Match): two writers would both win";
        }

        public async Task<string?> ReadsRangesAsync()
        {
            var content = RandomNumberGenerator.GetBytes(SmallBytes);
            var written = await WriteAsync("ranged", content, WriteCondition.None);
            foreach (var (offset, count) in ((int, int)[])[(0, 1), (SmallBytes / 3, 10), (SmallBytes - 7, 7)])
            {
                if (!(await ReadAsync(written!, offset, count)).SequenceEqual(content.AsSpan(offset, count)))
                    return $"returns other bytes than those of the range {offset}-{offset + count - 1}";
            }

            return null;
        }

        public async Task<string?> WritesLargeAsync(int bytes)
        {
            var content = RandomNumberGenerator.GetBytes(bytes);
            var written = await WriteAsync("large", content, WriteCondition.IfAbsent);
            if (written?.Size != bytes)
                return $"wrote {written?.Size ?? 0} of {bytes} bytes in several parts: objects would be torn";
            if (!(await ReadAsync(written, 0, bytes)).SequenceEqual(content))
                return "returns other bytes than were written in several parts";
            return await WriteAsync("large", content, WriteCondition.IfAbsent) is null
                ? null
                : "ignores the condition that a large object is absent (If-None-Match: *): two writers would both win";
        }

        public async Task<string?> ListsAsync()
        {
            var written = new List<ObjectStat>();
            foreach (var name in s_names.Reverse())
                written.Add((await WriteAsync(name, [.. name.Select(letter => (byte)letter)], WriteCondition.None))!);
            var listed = await KeysAsync("listed/");
            var expected = written.Select(stat => stat.Key).Order(StringComparer.Ordinal).ToList();
            if (!listed.SequenceEqual(expected, StringComparer.Ordinal))
                return listed.Order(StringComparer.Ordinal).SequenceEqual(expected, StringComparer.Ordinal)
                    ? "lists keys in another order than that of their characters: runs would be listed wrongly"
                    : $"lists {listed.Count} of {expected.Count} objects right after their write: files would be missed";
            return null;
        }

        public async Task<string?> DeletesAsync()
        {
            foreach (var key in await KeysAsync(""))
                await store.DeleteAsync(key, cancellationToken);
            return (await KeysAsync("")).Count == 0 && await store.StatAsync(folder + "small", cancellationToken) is null
                ? null
                : $"shows objects after they were deleted; delete {folder} yourself";
        }

        async Task<List<string>> KeysAsync(string below)
        {
            var keys = new List<string>();
            await foreach (var stat in store.ListAsync(folder + below, cancellationToken))
                keys.Add(stat.Key);
            return keys;
        }

        async Task<ObjectStat?> WriteAsync(string name, byte[] content, WriteCondition condition)
        {
            await using var upload = await store.CreateAsync(folder + name, condition, cancellationToken);
            await upload.Body.WriteAsync(content, cancellationToken);
            return await upload.CommitAsync(cancellationToken);
        }

        async Task<byte[]> ReadAsync(ObjectStat stat, long offset, int count)
        {
            await using var source = await store.OpenAsync(stat, cancellationToken);
            var bytes = new byte[count];
            var read = await source.ReadAsync(offset, bytes, cancellationToken);
            return bytes[..read];
        }
    }
}
