using System.Runtime.InteropServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Runs.Keys;

/// <summary>Repeated rows of one chunk in the lake: pairs of numbers, little-endian.</summary>
static class RepeatsFile
{
    public static async Task WriteAsync(IObjectStore lake, string key, List<RepeatedRow> rows, CancellationToken cancellationToken)
    {
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await upload.Body.WriteAsync(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(rows)).ToArray(), cancellationToken);
        await upload.CommitAsync(cancellationToken);
    }

    /// <summary>All rows of the files, in file order.</summary>
    public static async Task<IReadOnlyList<RepeatedRow>> ReadAsync(
        IObjectStore lake, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var rows = new List<RepeatedRow>();
        foreach (var key in keys)
        {
            var stat = await lake.StatAsync(key, cancellationToken)
                ?? throw new TerminalException(ProblemCode.DocumentDamaged, $"{key} is missing. Replay the run.");
            await using var source = await lake.OpenAsync(stat, cancellationToken);
            var content = new byte[stat.Size];
            if (await source.ReadAsync(0, content, cancellationToken) < content.Length)
                throw new TerminalException(ProblemCode.DocumentDamaged, $"{key} is too short. Replay the run.");
            rows.AddRange(MemoryMarshal.Cast<byte, RepeatedRow>(content));
        }

        rows.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        return rows;
    }
}
