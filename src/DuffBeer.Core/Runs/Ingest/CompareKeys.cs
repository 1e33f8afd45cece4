using System.Security.Cryptography;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Keys;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Finds the rows of an attempt whose key an earlier row of the file or a published row has.</summary>
/// <remarks>
/// Returns the chunks to transform again without these rows; none if the contract only counts them. The result of a round is written once,
/// so a repeated or late call finds what the first one found, whatever was published in between.
/// </remarks>
public sealed class CompareKeys(IObjectStore lake, RunRecords runs, DatasetCatalog datasets)
    : IActivity<IngestFile.Input, IReadOnlyList<int>>
{
    readonly DatasetManifests _manifests = new(lake);

    public async Task<IReadOnlyList<int>> RunAsync(IngestFile.Input input, CancellationToken cancellationToken)
    {
        var record = (await runs.UnderWayAsync(input.RunId, input.Attempt, cancellationToken)).Value;
        var key = LakeKeys.Repeats(input.RunId, input.Attempt, input.Round);
        var found = (await lake.ReadAsync(key, KeyJson.Default.KeyRepeats, cancellationToken))?.Value;
        if (found is null)
        {
            found = await FindAsync(input, record, cancellationToken);
            if (!await lake.WriteAsync(key, found, KeyJson.Default.KeyRepeats, WriteCondition.IfAbsent, cancellationToken))
                found = (await KeyRepeats.ReadAsync(lake, input.RunId, input.Attempt, input.Round, cancellationToken))!;
        }

        return found.Transformed == input.Round ? [.. found.Chunks.Select(chunk => chunk.Index)] : [];
    }

    async Task<KeyRepeats> FindAsync(IngestFile.Input input, RunRecord record, CancellationToken cancellationToken)
    {
        var contract = datasets.Find(record.Dataset, record.ContractVersion)!;
        var plan = (await lake.ReadAsync(LakeKeys.Plan(input.RunId, input.Attempt), RunJson.Default.FilePlan, cancellationToken))!.Value;
        var chunks = await ProvedChunks.ReadAsync(lake, input, plan, _ => 0, cancellationToken);
        var ledger = RowLedger.Sum(chunks.Select(chunk => chunk.Ledger));

        var all = await _manifests.ReadAllAsync(record.Dataset, cancellationToken);
        var others = ComparedKeys.With(all, ManifestEntry.Of(record, ledger, record.Updated), contract.OnReupload);
        var (published, unknown) = await KeysOfAsync(others, cancellationToken);
        var names = others.Select(ComparedKeys.NameOf).ToList();
        var state = ModelHashes.Digest([.. names, "", .. ComparedKeys.FencesOf(all)]);

        var own = chunks.SelectMany(chunk => (chunk.Keys ?? []).Select(file => new OwnKeys(chunk.Index, file.Key)));
        var (inFile, beside, slice) = (0L, 0L, 0);
        var files = new SortedDictionary<int, List<string>>();
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var repeats in new KeyComparison(lake, [.. own], published).FindAsync(ledger.Accepted, cancellationToken))
        {
            inFile += repeats.Count(repeat => repeat.Row.Other >= 0);
            beside += repeats.Count(repeat => repeat.Row.Other < 0);
            if (contract.OnDuplicateKey == DuplicateKeys.Reject)
                await WriteAsync(repeats, slice);
            slice++;
        }

        var before = await KeyRepeats.ReadAsync(lake, input.RunId, input.Attempt, input.Round - 1, cancellationToken);
        // The first parts of a chunk with repeated rows are deleted, so the chunk is transformed again even if it has none any more.
        foreach (var chunk in before?.Chunks ?? [])
            files.TryAdd(chunk.Index, []);
        var hash = Convert.ToHexStringLower(digest.GetHashAndReset());
        return new(
            input.Round, inFile, beside, state, names, [.. ComparedKeys.FencesOf(all)], unknown,
            [.. files.Select(chunk => new ChunkRepeats(chunk.Key, chunk.Value))], hash,
            files.Count == 0 ? 0 : before?.Digest == hash ? before.Transformed : input.Round);

        async Task WriteAsync(IReadOnlyList<KeyComparison.Repeat> repeats, int number)
        {
            foreach (var chunk in repeats.GroupBy(repeat => repeat.Chunk).OrderBy(chunk => chunk.Key))
            {
                var rows = chunk.Select(repeat => repeat.Row).OrderBy(row => row.Offset).ToList();
                foreach (var row in rows)
                    digest.AppendData(BitConverter.GetBytes(row.Offset));
                var id = new ChunkId(input.RunId, input.Attempt, chunk.Key, 0, input.Round);
                var key = LakeKeys.RepeatsOfChunk(id, state, number);
                await RepeatsFile.WriteAsync(lake, key, rows, cancellationToken);
                if (!files.TryGetValue(chunk.Key, out var ofChunk))
                    files[chunk.Key] = ofChunk = [];
                ofChunk.Add(key);
            }
        }
    }

    /// <summary>The key files of published runs, and the number of runs without any.</summary>
    async Task<(IReadOnlyList<PublishedKeys> Files, int Unknown)> KeysOfAsync(
        IReadOnlyList<ManifestEntry> published, CancellationToken cancellationToken)
    {
        var (files, unknown) = (new List<PublishedKeys>(), 0);
        foreach (var (index, run) in published.Index())
        {
            var keys = (await runs.ResultAsync(run.RunId, run.Attempt, cancellationToken))?.Keys;
            unknown += keys is null && run.Rows > 0 ? 1 : 0;
            files.AddRange((keys ?? []).Select(file => new PublishedKeys(index, file.Key)));
        }

        return (files, unknown);
    }
}
