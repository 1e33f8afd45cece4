using System.Text.Json.Nodes;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;
using DuffBeer.Parquet;

namespace DuffBeer.Golden.Tests.Maintain;

/// <summary>Small files of published runs become few, and nothing else changes.</summary>
public sealed class MergeTests
{
    readonly MaintainedLake _lake = new(new(), new());

    [Fact]
    public async Task Merged_files_have_the_rows_of_all_runs_and_the_old_ones_go_once_nothing_names_them()
    {
        await FillAsync(6);
        var (before, old) = (await _lake.RowsAsync(), (await _lake.ManifestAsync()).ToVersion());

        var planned = Assert.Single((await _lake.DecideAsync()).Merges);
        var ended = await _lake.MaintainAsync();

        Assert.Equal((6, 6, 1), (planned.Runs.Count, planned.Files, planned.Into));
        Assert.Equal(new MaintainLake.Merged(6, 6, 1, planned.Bytes), ended.Merged);
        var merged = await _lake.ManifestAsync();
        Assert.All(merged.Runs, run => Assert.Equal(merged.Packs![0].Id, run.Pack));
        Assert.Equal(before, await _lake.RowsAsync());
        Assert.Equal(before, await _lake.RowsAsync(old));
        // A model is not out of date: the runs are the same.
        Assert.Equal(old.Fingerprint, merged.ToVersion().Fingerprint);
        Assert.Equal(("replace", "12", "12"), Summary("operation", "added-records", "deleted-records"));
        await _lake.HoldAsync();

        var planning = (await _lake.DryRunAsync()).Where(deletion => deletion.Reason == ExpiryReason.MergedFile).ToList();
        Assert.Equal(12, planning.Count);
        Assert.Null((await _lake.MaintainAsync()).Merged);
        Assert.Equal(before, await _lake.RowsAsync());
        Assert.Single(_lake.Memory.Under(LakeKeys.Tables));
        await _lake.HoldAsync();
        Assert.Null((await _lake.MaintainAsync()).Problem);
        Assert.Empty(await _lake.DryRunAsync());
    }

    [Fact]
    public async Task Runs_leave_a_pack_and_take_their_rows_along()
    {
        var runs = await FillAsync(6);
        await _lake.MaintainAsync();
        var pack = (await _lake.ManifestAsync()).Packs!.Single();
        var rows = await _lake.RowsAsync();

        await _lake.RetireAsync(runs[2].Id);
        var less = (await _lake.ManifestAsync()).Packs!.Single();
        Assert.Equal((pack.Id, 5, 10L), (less.Id, less.Runs, less.Rows));
        Assert.NotEqual(pack.Key, less.Key);
        Assert.Equal(rows.Where(row => !row.StartsWith(runs[2].Id, StringComparison.Ordinal)), await _lake.RowsAsync());
        Assert.Equal(("overwrite", "10", "12"), Summary("operation", "added-records", "deleted-records"));
        // A snapshot of before may still show it.
        Assert.Equal(rows, await _lake.RowsAsync(new("", []) { Packs = [pack] }));

        await _lake.ReplayAsync(runs[0].Id);
        await _lake.IngestAsync("things/1.csv", "70 71 72");
        await _lake.HoldAsync();
        Assert.Equal(11, (await _lake.RowsAsync()).Count);
        foreach (var run in (await _lake.PublishedAsync()).Where(run => run.Pack is not null).ToList())
            await _lake.RetireAsync(run.RunId);
        Assert.Null((await _lake.ManifestAsync()).Packs);
        Assert.Equal(5, (await _lake.RowsAsync()).Count);
        await _lake.HoldAsync();
    }

    [Fact]
    public async Task A_run_that_leaves_its_dataset_during_the_merge_is_left_out_of_it()
    {
        var (memory, landing) = (new MemoryStore(), new MemoryStore());
        var beside = new MaintainedLake(memory, landing);
        var runs = await FillAsync(beside, 6);
        var isDone = false;
        var lake = new MaintainedLake(memory, landing, new HookedStore(memory) { Writing = key => MeanwhileAsync(key) });

        var ended = await lake.MaintainAsync();

        Assert.Equal(4, ended.Merged!.Runs);
        await beside.HoldAsync();
        Assert.Equal(
            ["0", "1", "10", "11", "13", "14", "15", "3", "4", "5", "70", "71"],
            (await beside.RowsAsync()).Select(row => row.Split(' ')[1]).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await beside.PublishedAsync()).Count(run => run.Pack is null));

        Task? MeanwhileAsync(string key)
        {
            if (key != LakeKeys.Dataset(MaintainedLake.Dataset) || isDone)
                return null;
            isDone = true;
            return ChangeAsync();
        }

        // The merge has written its files, and is about to swap them.
        async Task ChangeAsync()
        {
            await beside.RetireAsync(runs[2].Id);
            await beside.IngestAsync("things/1.csv", "1 11");
            await beside.IngestAsync("things/7.csv", "70 71");
        }
    }

    /// <summary>A host that was thought dead merges the same files when another one has just published them.</summary>
    [Fact]
    public async Task The_same_merge_by_two_hosts_at_once_is_published_once()
    {
        var (memory, landing) = (new MemoryStore(), new MemoryStore());
        var beside = new MaintainedLake(memory, landing);
        await FillAsync(beside, 6);
        var rows = await beside.RowsAsync();
        Task<MaintainLake.Result>? other = null;
        var lake = new MaintainedLake(memory, landing, new HookedStore(memory)
        {
            Writing = key => key == LakeKeys.Dataset(MaintainedLake.Dataset) && other is null ? other = beside.MaintainAsync() : null,
        });

        var ended = await lake.MaintainAsync();

        Assert.Equal((6, 6), (ended.Merged!.Runs, (await other!).Merged!.Runs));
        Assert.Equal(rows, await beside.RowsAsync());
        await beside.HoldAsync();
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_left_alone()
    {
        var runs = await FillAsync(6);
        var part = (await _lake.PublishedAsync())[3].Parts![0].Key;
        // Its ids were texts once.
        TableColumn[] columns = [new("id", LogicalType.String), SystemColumns.Offset, SystemColumns.Run];
        _lake.Memory.Put(part, await ContentAsync(columns, ["30", 7L, "r"]));

        var ended = await _lake.MaintainAsync();

        Assert.Equal((5, 5, 1), (ended.Merged!.Runs, ended.Merged.Files, ended.Merged.Into));
        Assert.Equal(runs[3].Id, Assert.Single(await _lake.PublishedAsync(), run => run.Pack is null).RunId);
    }

    [Fact]
    public async Task Files_that_have_other_rows_than_their_runs_are_not_merged()
    {
        await FillAsync(6);
        var single = await _lake.IngestAsync("things/single.csv", "77");
        var published = (await _lake.PublishedAsync()).ToList();
        var one = published.Single(run => run.RunId == single.Id).Parts![0].Key;
        _lake.Memory.Put(published[3].Parts![0].Key, _lake.Memory.Under(one).Single().Value);

        var ended = await _lake.MaintainAsync();

        Assert.Equal(ProblemCode.LedgerMismatch, ended.Problem!.Code);
        Assert.All(await _lake.PublishedAsync(), run => Assert.Null(run.Pack));
    }

    [Fact]
    public async Task A_file_that_got_another_content_since_the_plan_stays_until_the_next()
    {
        var (memory, landing) = (new MemoryStore(), new MemoryStore());
        var beside = new MaintainedLake(memory, landing);
        await FillAsync(beside, 6);
        await beside.MaintainAsync();
        var old = (await beside.DryRunAsync()).First(deletion => deletion.Reason == ExpiryReason.MergedFile).Key;
        var lake = new MaintainedLake(memory, landing, after: beside, lake: new HookedStore(memory)
        {
            Writing = key => key.EndsWith("/plan.json", StringComparison.Ordinal)
                ? Task.FromResult(memory.Put(old, "other"u8.ToArray()))
                : null,
        });

        var ended = await lake.MaintainAsync();

        Assert.Equal(1, ended.Left);
        Assert.Single(memory.Under(old));
        await new MaintainedLake(memory, landing, after: lake).MaintainAsync();
        Assert.Empty(memory.Under(old));
    }

    [Fact]
    public async Task Nothing_is_merged_while_rows_are_being_erased()
    {
        var (memory, landing) = (new MemoryStore(), new MemoryStore());
        var beside = new MaintainedLake(memory, landing);
        await FillAsync(beside, 6);
        // The erasure begins once the merge is planned.
        var lake = new MaintainedLake(memory, landing, new HookedStore(memory)
        {
            Writing = key => key.Contains("/merge-", StringComparison.Ordinal)
                ? beside.Runs.Erasures.SetAsync(MaintainedLake.Dataset, default)
                : null,
        });

        await lake.MaintainAsync();

        Assert.True(await beside.Runs.Erasures.IsSetAsync(MaintainedLake.Dataset, default));
        Assert.All(await beside.PublishedAsync(), run => Assert.Null(run.Pack));
    }

    [Fact]
    public async Task Files_that_a_snapshot_of_the_Iceberg_table_names_stay_as_long_as_it_does()
    {
        var landing = new MemoryStore();
        var lake = new MaintainedLake(new(), landing, keep: new() { Snapshots = TimeSpan.FromDays(500_000) });
        var runs = await FillAsync(lake, 6);
        await lake.MaintainAsync();
        await lake.RetireAsync(runs[0].Id);
        var named = lake.Memory.Under(LakeKeys.Tables).Select(entry => entry.Key).ToList();
        Assert.Equal(8, named.Count);

        await lake.MaintainAsync();
        Assert.Equal(named, lake.Memory.Under(LakeKeys.Tables).Select(entry => entry.Key));

        // Without such a keep time all but the rows that are published go.
        var later = new MaintainedLake(lake.Memory, landing, after: lake);
        await later.MaintainAsync();
        await later.MaintainAsync();
        Assert.Single(lake.Memory.Under(LakeKeys.Tables));
        await later.HoldAsync();
    }

    [Fact]
    public async Task A_small_pack_is_merged_with_what_comes_later()
    {
        var lake = new MaintainedLake(new(), new(), merge: new MergeSizes { Fewer = 2 });
        for (var file = 0; file < 6; file++)
        {
            await lake.IngestAsync($"things/{file}.csv", $"{file} {file + 10}");
            if (file % 2 == 1)
                Assert.NotNull((await lake.MaintainAsync()).Merged);
            await lake.HoldAsync();
        }

        Assert.Equal(6, Assert.Single((await lake.ManifestAsync()).Packs!).Runs);
        Assert.Equal(12, (await lake.RowsAsync()).Count);
    }

    Task<IReadOnlyList<RunRecord>> FillAsync(int files) => FillAsync(_lake, files);

    static async Task<IReadOnlyList<RunRecord>> FillAsync(MaintainedLake lake, int files)
    {
        var runs = new List<RunRecord>();
        for (var file = 0; file < files; file++)
            runs.Add(await lake.IngestAsync($"things/{file}.csv", $"{file} {file + 10}"));
        return runs;
    }

    static async Task<byte[]> ContentAsync(IReadOnlyList<TableColumn> columns, IReadOnlyList<object?> row)
    {
        using var content = new MemoryStream();
        using var rows = new ColumnBatch(columns);
        rows.Append(row);
        var part = new ParquetPartWriter().Begin(content, columns);
        await part.WriteAsync(rows, default);
        await part.CompleteAsync(default);
        return content.ToArray();
    }

    /// <summary>What the current snapshot of the Iceberg table says.</summary>
    (string, string, string) Summary(string first, string second, string third)
    {
        var folder = LakeKeys.OpenTableMetadata(MaintainedLake.Dataset);
        var newest = _lake.Memory.Under($"{folder}v")
            .Where(entry => entry.Key.EndsWith(".metadata.json", StringComparison.Ordinal))
            .MaxBy(entry => int.Parse(entry.Key[(folder.Length + 1)..].Split('.')[0], System.Globalization.CultureInfo.InvariantCulture));
        var summary = JsonNode.Parse(newest.Value)!["snapshots"]!.AsArray()[^1]!["summary"]!;
        return (Text(first), Text(second), Text(third));

        string Text(string key) => summary[key]!.GetValue<string>();
    }
}
