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
    const int BlockBytes = 1 << 20;
    const int Checksums = 20;

    public static async Task<Section> RunAsync(Sizes sizes)
    {
        var chunk = new WholeChunk { Copies = 5 };
        await chunk.SetUp();
        await chunk.Transform();
        var (source, parts) = (SampleOrders.Repeated(chunk.Copies), new byte[await chunk.PartBytesAsync()]);
        Random.Shared.NextBytes(parts);
        var rounds = new List<(double Whole, double Source, double Hashed, double Parts)>();
        for (var round = 0; round < (sizes.Rounds ?? 9); round++)
            rounds.Add((await TimeAsync(chunk.Transform), Checksum(source), Hash(source), Hash(parts)));

        var (whole, ofSource, hashed, ofParts) = (
            Pairs.Median(rounds.Select(round => round.Whole)), Pairs.Median(rounds.Select(round => round.Source)),
            Pairs.Median(rounds.Select(round => round.Hashed)), Pairs.Median(rounds.Select(round => round.Parts)));
        var (share, shareHashed) = (Share(round => round.Source), Share(round => round.Hashed));
        return Section.Of(
            "What receipts cost",
            [
                new("processor time that receipts add to the chunks of an ingest", Text($"{share:0.0} %"), "", "< 15 %"),
                new("the same where sources are checked by SHA-256", Text($"{shareHashed:0.0} %"), "", ""),
            ],
            Text($"""
                `… -- receipts`, {Commit.Line()}. A chunk of {source.Length} bytes in memory, transformed to {parts.Length} bytes of parts
                on one core; then the same bytes checked alone. {rounds.Count} alternating rounds; processor seconds, medians. The share is
                that of the checks in what a chunk takes without them.

                | | seconds | MB/s |
                |---|---|---|
                | the chunk, with checks | {whole:0.000} | {source.Length / whole / 1e6:0} |
                | CRC-32 of the source | {ofSource:0.0000} | {source.Length / ofSource / 1e6:0} |
                | SHA-256 of the source | {hashed:0.000} | {source.Length / hashed / 1e6:0} |
                | SHA-256 of the parts | {ofParts:0.000} | {parts.Length / ofParts / 1e6:0} |
                """));

        // The chunk was measured with the checksum of its source.
        double Share(Func<(double Whole, double Source, double Hashed, double Parts), double> ofSource) => 100 * Pairs.Median(
            rounds.Select(round => (ofSource(round) + round.Parts) / (round.Whole - round.Source - round.Parts)));
    }

    static async Task<double> TimeAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    static double Checksum(byte[] bytes)
    {
        var before = Environment.CpuUsage.TotalTime;
        // Often enough for a clock whose steps may be milliseconds.
        for (var time = 0; time < Checksums; time++)
            Crc32.HashToUInt32(bytes);
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds / Checksums;
    }

    static double Hash(byte[] bytes)
    {
        var before = Environment.CpuUsage.TotalTime;
        using var hash = MerkleTree.BeginLeaf();
        for (var at = 0; at < bytes.Length; at += BlockBytes)
            hash.AppendData(bytes.AsSpan(at, Math.Min(BlockBytes, bytes.Length - at)));
        hash.GetHashAndReset();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
