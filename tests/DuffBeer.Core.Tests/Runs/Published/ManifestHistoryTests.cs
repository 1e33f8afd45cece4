using System.Text.Json;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs.Published;

/// <summary>Random histories of a dataset, whose segments hold two to four runs, against one flat list of runs.</summary>
public sealed class ManifestHistoryTests
{
    const string Dataset = "orders";
    const int Keys = 12;
    const int Steps = 100;

    static readonly DateTimeOffset s_start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    readonly LakeInMemory _lake = new();
    readonly Rewriter _rewriter;
    DateTimeOffset _now = s_start;
    Random _random = new(0);
    DatasetManifests _manifests;
    RunSet _flat = RunSet.Empty;
    Dictionary<string, HashSet<(string Run, int Attempt)>> _packs = [];

    public ManifestHistoryTests()
    {
        _rewriter = new(_lake);
        _manifests = Of(2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_tree_of_segments_has_the_runs_of_the_flat_list_after_any_history(int most)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            await BeginAsync(most, seed);
            for (var step = 0; step < Steps; step++)
            {
                await StepAsync();
                await AgreesAsync(most);
            }
        }
    }

    [Fact]
    public async Task A_list_of_an_older_version_is_read_as_it_is_and_split_by_its_next_change()
    {
        foreach (var run in Enumerable.Range(0, 9).Select(number => Entry($"r{number}", 1, $"{number}.csv")))
        {
            _flat = _flat.With(run, Reupload.Replace)!;
            var result = new RunResult(run.RunId, 1, new(), 0, [PartOf(run)], [], []);
            await _lake.WriteAsync(LakeKeys.Result(run.RunId, 1), result, RunJson.Default.RunResult, WriteCondition.None, default);
        }

        AttemptFence old = new("gone", 3, s_start);
        _flat = _flat.With(old);
        await _lake.WriteAsync(
            LakeKeys.Dataset(Dataset), new(Dataset, "older", _flat.Runs) { Fences = [old] }, RunJson.Default.DatasetManifest,
            WriteCondition.None, default);
        _manifests = Of(2);
        await AgreesAsync(most: 10);

        await PublishAsync(Entry("new", 1, "new.csv"));

        await AgreesAsync(most: 2);
        var all = await _manifests.ReadAllAsync(Dataset, default);
        Assert.All(all.Runs, run => Assert.NotNull(run.Parts));
        Assert.True(all.IsFenced("gone", 3));
        Assert.True((await _manifests.ReadAsync(Dataset, "5.csv", default)).IsFenced("gone", 2));
        Assert.NotNull((await _manifests.ReadAsync(Dataset, default)).Segments);
        // A release that does not know segments must not take the dataset for an empty one.
        using var written = JsonDocument.Parse(_lake[LakeKeys.Dataset(Dataset)]);
        Assert.Equal(JsonValueKind.Object, written.RootElement.GetProperty("runs").ValueKind);
    }

    [Fact]
    public async Task Versions_of_one_key_stay_together_however_many_there_are()
    {
        for (var version = 0; version < 10; version++)
            await PublishAsync(Entry($"v{version}", 1, "same.csv"), Reupload.Append);
        await PublishAsync(Entry("other", 1, "other.csv"), Reupload.Append);

        Assert.Equal(10, (await _manifests.ReadAsync(Dataset, "same.csv", default)).Runs.Count(run => run.SourceKey == "same.csv"));
        await AgreesAsync(most: 2);
    }

    [Fact]
    public async Task A_run_leaves_no_rows_in_a_pack_that_cannot_be_written_again()
    {
        await PublishAsync(Entry("a", 1, "a.csv"));
        await PublishAsync(Entry("b", 1, "b.csv"));
        await PackAsync(["a", "b"]);
        var without = new DatasetManifests(_lake, null, new(2));

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => without.UpdateAsync(Dataset, "a.csv", "retire", runs => runs.Without(FenceOf("a", "a.csv")), default));

        Assert.Contains("pack", failure.Message, StringComparison.Ordinal);
        await AgreesAsync(most: 2);
        await RetireAsync("a");
        await AgreesAsync(most: 2);
    }

    [Fact]
    public async Task A_change_cannot_lose_a_run_of_a_key_that_it_does_not_name()
    {
        for (var number = 0; number < Keys; number++)
            await PublishAsync(Entry($"r{number}", 1, $"{number}.csv"));
        var elsewhere = Enumerable.Range(Keys, 100).Select(number => $"{number}.csv")
            .First(key => RunTree.BitsOf(key)[0] != RunTree.BitsOf("0.csv")[0]);

        await Assert.ThrowsAsync<TerminalException>(() => _manifests.UpdateAsync(
            Dataset, "0.csv", "wrong", runs => runs.With(Entry("other", 1, elsewhere), Reupload.Append), default));

        await AgreesAsync(most: 2);
    }

    DatasetManifests Of(int most) => new(_lake, null, new(most), _rewriter);

    async Task BeginAsync(int most, int seed)
    {
        foreach (var key in _lake.Keys)
            await _lake.DeleteAsync(key, default);
        (_random, _now, _flat, _packs) = (new(seed), s_start, RunSet.Empty, []);
        _manifests = Of(most);
    }

    Task StepAsync()
    {
        var key = $"{_random.Next(Keys)}.csv";
        var published = _flat.Runs.Where(run => run.Corrects is null).ToList();
        var some = published.Count == 0 ? null : published[_random.Next(published.Count)];
        return (_random.Next(10), some) switch
        {
            (0 or 1, { } run) => RetireAsync(run.RunId),
            (2, { } run) => PublishAsync(run with { Attempt = run.Attempt + 1, Rows = run.Rows + _random.Next(2), Pack = null }),
            (3, { } run) => PublishAsync(Entry($"c{_now.Ticks}", 1, $"{run.SourceKey}~corrected") with
            {
                Corrects = run.RunId, SourceTime = run.SourceTime, Sequencer = $"{_now.Ticks:X16}",
            }),
            (4, _) => ChangeAsync(key, runs => runs.With(FenceOf($"late-{key}", key))),
            (5, { }) => PackAsync([.. _flat.Runs.Where(run => run.Pack is null && _random.Next(3) == 0).Select(run => run.RunId)]),
            (6, { } run) => PublishAsync(Entry($"older-{_now.Ticks}", 1, run.SourceKey) with { SourceTime = s_start.AddYears(-1) }),
            _ => PublishAsync(Entry($"r{_now.Ticks}", 1, key)),
        };
    }

    Task PublishAsync(ManifestEntry run, Reupload onReupload = Reupload.Replace) =>
        ChangeAsync(run.SourceKey, runs => runs.With(run.With([PartOf(run)]), onReupload));

    Task RetireAsync(string id)
    {
        var key = _flat.Find(id)!.SourceKey;
        var fence = FenceOf(id, key);
        return ChangeAsync(key, runs => runs.Without(fence));
    }

    /// <summary>Some tries die before the manifest is written, and some lose a race to another writer.</summary>
    async Task ChangeAsync(string key, Func<RunSet, RunSet?> next)
    {
        _now = _now.AddMinutes(1);
        var fate = _random.Next(6);
        if (fate == 0)
        {
            _lake.BeforeWrite = written =>
                written == LakeKeys.Dataset(Dataset) ? throw new TimeoutException("It died.") : Task.CompletedTask;
            try
            {
                await _manifests.UpdateAsync(Dataset, key, "dies", next, default);
            }
            catch (TimeoutException)
            {
            }
        }

        var rival = Entry($"rival{_now.Ticks}", 1, $"{_random.Next(Keys)}.csv");
        _lake.BeforeWrite = async written =>
        {
            if (fate != 1 || written != LakeKeys.Dataset(Dataset))
                return;
            _lake.BeforeWrite = _ => Task.CompletedTask;
            await _manifests.UpdateAsync(
                Dataset, rival.SourceKey, "rival", runs => runs.With(rival.With([PartOf(rival)]), Reupload.Replace), default);
            Flat(runs => runs.With(rival.With([PartOf(rival)]), Reupload.Replace));
        };
        await _manifests.UpdateAsync(Dataset, key, "test", next, default);
        _lake.BeforeWrite = _ => Task.CompletedTask;
        Flat(next);
    }

    void Flat(Func<RunSet, RunSet?> next)
    {
        _flat = next(_flat) ?? _flat;
        foreach (var runs in _packs.Values)
            runs.RemoveWhere(packed => !_flat.Has(packed.Run, packed.Attempt));
        foreach (var (pack, _) in _packs.Where(pack => pack.Value.Count == 0).ToList())
            _packs.Remove(pack);
    }

    async Task PackAsync(IReadOnlyList<string> runs)
    {
        _now = _now.AddMinutes(1);
        if (runs.Count == 0)
            return;
        var entries = runs.Select(run => _flat.Find(run)!).ToList();
        var id = $"p{_now.Ticks}";
        var pack = await _rewriter.WriteAsync(id, [.. entries.Select(run => new PackedRun(run.RunId, run.Attempt))]);
        await _manifests.UpdateAsync(
            Dataset, [.. entries.Select(run => run.SourceKey)], "pack",
            current => new(Packed(current.Runs), [.. current.Packs, pack]), default);
        _flat = Packed(_flat);
        _packs[id] = [.. entries.Select(run => (run.RunId, run.Attempt))];

        RunSet Packed(RunSet set) => set with { Runs = [.. set.Runs.Select(run => runs.Contains(run.RunId) ? run.In(pack) : run)] };
    }

    async Task AgreesAsync(int most)
    {
        var root = await _manifests.ReadAsync(Dataset, default);
        var all = await _manifests.ReadAllAsync(Dataset, default);
        Assert.Equal(_flat.Runs.Select(Text).Order(), all.Runs.Select(Text).Order());
        Assert.Equal(_flat.Fences.Select(fence => $"{fence}").Order(), all.Fences.Select(fence => $"{fence}").Order());
        Assert.Equal(
            (_flat.Runs.Count, _flat.Runs.Sum(run => run.Rows), _flat.Runs.Sum(run => run.Rejected)),
            (root.Count, root.Rows, root.Rejected));
        Assert.Equal(_flat.Runs.Max(run => (DateTimeOffset?)run.SourceTime), root.LatestSource);
        foreach (var key in Enumerable.Range(0, Keys).Select(number => $"{number}.csv"))
            Assert.Equal(Of(_flat, key), Of(await _manifests.ReadAsync(Dataset, key, default), key));

        var (version, reader) = (root.ToVersion(), new PublishedRuns(_lake));
        Assert.Equal(RunFingerprint.Of(_flat.Runs.Select(run => run.ToPublished())).ToString(), version.Fingerprint);
        Assert.Equal(_flat.Runs.Count, (await reader.RunsAsync(Dataset, version, default)).Count);
        Assert.Equal(
            _flat.Runs.Where(run => run.Pack is null).Select(run => PartOf(run).Key)
                .Concat(_packs.Values.SelectMany(runs => runs.Select(KeyOf))).Order(),
            (await reader.PartsAsync(Dataset, version, default)).Order());
        Assert.All(root.Segments ?? [], segment => Assert.True(
            segment.Runs + segment.Fences <= most || Single(all, segment.Prefix), $"{segment.Prefix} has {segment.Runs} runs."));
        Assert.True(root.Segments is not null || root.ToSet().Size <= most);
    }

    static bool Single(RunSet all, string prefix) =>
        all.Runs.Select(run => RunTree.BitsOf(run.SourceKey)).Concat(all.Fences.Select(fence => RunTree.BitsOf(fence.SourceKey ?? "")))
            .Where(bits => bits.StartsWith(prefix, StringComparison.Ordinal)).Distinct().Count() == 1;

    static IEnumerable<string> Of(RunSet set, string key) =>
        set.Runs.Where(run => run.SourceKey.StartsWith(key, StringComparison.Ordinal)).Select(Text).Order();

    static string Text(ManifestEntry run) =>
        $"{run.RunId} {run.Attempt} {run.Rows} {run.Rejected} {run.SourceTime:O} {run.Corrects} {run.Pack}";

    AttemptFence FenceOf(string run, string key) => new(run, 9, _now, key);

    ManifestEntry Entry(string id, int attempt, string key) =>
        new(id, attempt, key, id, _now, DateOnly.FromDateTime(_now.UtcDateTime), 1, _now.Minute % 3, _now);

    static Part PartOf(ManifestEntry run) => new(KeyOf((run.RunId, run.Attempt)), "", run.Rows, 10);

    static string KeyOf((string Run, int Attempt) run) => $"tables/{run.Run}/a{run.Attempt}.parquet";

    /// <summary>A pack here has one file per run, so that it can be seen which rows it has.</summary>
    sealed class Rewriter(LakeInMemory lake) : IPackRewriter
    {
        public async Task<RunPack> WriteAsync(string id, List<PackedRun> runs)
        {
            var key = LakeKeys.Pack(Dataset, id, ModelHashes.Digest(runs.Select(run => $"{run}")));
            Part[] parts = [.. runs.Select(run => new Part(KeyOf((run.RunId, run.Attempt)), "", 1, 10))];
            await lake.WriteAsync(key, new(parts, runs), RunJson.Default.PackContent, WriteCondition.None, default);
            return new(id, key, runs.Count, parts.Length, runs.Count, 10 * parts.Length);
        }

        public async Task<RunPack?> WithoutAsync(
            string dataset, RunPack pack, IReadOnlyList<PackedRun> runs, CancellationToken cancellationToken)
        {
            var rest = (await new PublishedRuns(lake).PackAsync(pack, cancellationToken)).Runs.Except(runs).ToList();
            return rest.Count == 0 ? null : await WriteAsync(pack.Id, rest);
        }
    }
}
