using System.Globalization;
using System.IO.Hashing;
using DuffBeer.Bench.Measuring;
using DuffBeer.Bench.Results;
using DuffBeer.Core.Receipts;

namespace DuffBeer.Bench.Micro;

/// <summary>
/// What receipts add to the processor time of an ingest: each chunk checks its source and hashes its parts while it is transformed.
/// </summary>
static class ReceiptCost
{
    const int BlockBytes = 256 << 10;

    /// <summary>Often enough for a clock whose steps may be milliseconds.</summary>
    const int Repeats = 20;

    /// <summary>Processor seconds: of the whole chunk by either check, and of the checks alone.</summary>
    readonly record struct Round(double Summed, double Hashed, double Sum, double Hash, double Parts)
    {
        /// <summary>The chunk as it would be without receipts.</summary>
        public double Bare => Summed - Sum - Parts;
    }

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var (summed, hashed) = (new WholeChunk { Copies = 5 }, new WholeChunk { Copies = 5, Check = PieceCheck.Sha256 });
        foreach (var chunk in (WholeChunk[])[summed, hashed])
        {
            await chunk.SetUp();
            await chunk.Transform();
        }

        var (source, parts) = (SampleOrders.Repeated(summed.Copies), new byte[await summed.PartBytesAsync()]);
        Random.Shared.NextBytes(parts);
        var rounds = new List<Round>();
        for (var round = 0; round < (sizes.Rounds ?? 15); round++)
            rounds.Add(new(
                await TimeAsync(summed.Transform), await TimeAsync(hashed.Transform), Sum(source), Hash(source), Hash(parts)));

        return Section.Of(
            "What receipts cost",
            [
                new("CRC-32 of the source, in the processor time of a chunk without receipts", Share(round => round.Sum), "", "< 3 %"),
                new("SHA-256 of the source instead", Share(round => round.Hash)),
                new("SHA-256 of the parts", Share(round => round.Parts)),
            ],
            Text($"""
                `… -- receipts`, {Commit.Line()}. A chunk of {source.Length} bytes in memory, transformed to {parts.Length} bytes of parts
                on one core, with either check of the source; then the same bytes checked alone. {rounds.Count} alternating rounds;
                processor seconds, medians. The chunk without receipts is the first one less its checks. By the difference of the two
                chunks, SHA-256 of the source takes {Share(round => round.Hashed - round.Summed + round.Sum)}.

                | | seconds | MB/s |
                |---|---|---|
                {Row("the chunk, its source checked by CRC-32", source, round => round.Summed)}
                {Row("the chunk, its source checked by SHA-256", source, round => round.Hashed)}
                {Row("CRC-32 of the source", source, round => round.Sum)}
                {Row("SHA-256 of the source", source, round => round.Hash)}
                {Row("SHA-256 of the parts", parts, round => round.Parts)}
                """));

        string Share(Func<Round, double> of) => Text($"{100 * Pairs.Median(rounds.Select(round => of(round) / round.Bare)):0.0} %");

        string Row(string what, byte[] bytes, Func<Round, double> of)
        {
            var seconds = Pairs.Median(rounds.Select(of));
            return Text($"| {what} | {seconds:0.0000} | {bytes.Length / seconds / 1e6:0} |");
        }
    }

    static double Sum(byte[] bytes)
    {
        var sum = new Crc32();
        return Alone(bytes, sum.Append);
    }

    static double Hash(byte[] bytes)
    {
        using var hash = MerkleTree.BeginLeaf();
        return Alone(bytes, hash.AppendData);
    }

    /// <summary>Checks the bytes block by block, as they are read and written.</summary>
    static double Alone(byte[] bytes, Action<ReadOnlySpan<byte>> append)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (var time = 0; time < Repeats; time++)
        {
            for (var at = 0; at < bytes.Length; at += BlockBytes)
                append(bytes.AsSpan(at, Math.Min(BlockBytes, bytes.Length - at)));
        }

        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / Repeats;
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
