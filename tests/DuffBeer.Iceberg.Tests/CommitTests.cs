using System.Text.Json.Nodes;
using Avro.Generic;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Metadata;
using static DuffBeer.Iceberg.Tests.Lake;

namespace DuffBeer.Iceberg.Tests;

/// <summary>The table follows what is published, one snapshot per change, and nothing else changes it.</summary>
public sealed class CommitTests : IDisposable
{
    readonly Lake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task A_dataset_without_rows_is_a_table_without_a_snapshot()
    {
        await _lake.FollowAsync();
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        Assert.Equal(-1, table["current-snapshot-id"]!.GetValue<long>());
        Assert.Empty(table["snapshots"]!.AsArray());
        Assert.False(File.Exists(_lake.PathOf("v2.metadata.json")));
    }

    [Fact]
    public async Task A_publication_appends_a_retirement_deletes_and_a_replacement_overwrites()
    {
        await _lake.PublishAsync("a", Part("a", rows: 3));
        await _lake.FollowAsync();
        AssertSummary("append", added: 3, deleted: 0, total: 3, ["a"]);

        await _lake.PublishAsync("b", Part("b", rows: 5), Part("b", "kind=retail", rows: 1));
        await _lake.FollowAsync();
        AssertSummary("append", added: 6, deleted: 0, total: 9, ["a", "b", "b"]);

        _lake.Remove("a");
        await _lake.PublishAsync("c", Part("c", rows: 2));
        await _lake.FollowAsync();
        AssertSummary("overwrite", added: 2, deleted: 3, total: 8, ["b", "b", "c"]);

        _lake.Remove("b");
        await _lake.FollowAsync();
        AssertSummary("delete", added: 0, deleted: 6, total: 2, ["c"]);
        Assert.Equal("b", _lake.Current()["summary"]!["duffbeer.removed-runs"]!.GetValue<string>());
    }

    [Fact]
    public async Task Snapshots_have_parents_rising_sequence_numbers_and_times_even_if_the_clock_stands_still()
    {
        foreach (var run in (string[])["a", "b", "c"])
        {
            await _lake.PublishAsync(run, Part(run));
            await _lake.FollowAsync();
        }

        _lake.Time.Now = _lake.Time.Now.AddDays(-1);
        await _lake.PublishAsync("d", Part("d"));
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        var snapshots = table["snapshots"]!.AsArray();
        Assert.Equal([1L, 2, 3, 4], snapshots.Select(snapshot => snapshot!["sequence-number"]!.GetValue<long>()));
        Assert.Equal(
            snapshots.SkipLast(1).Select(snapshot => snapshot!["snapshot-id"]!.GetValue<long?>()).Prepend(null),
            snapshots.Select(snapshot => snapshot!["parent-snapshot-id"]?.GetValue<long?>()));
        var times = snapshots.Select(snapshot => snapshot!["timestamp-ms"]!.GetValue<long>()).ToList();
        Assert.Equal(times.Distinct().Order(), times);
        Assert.Equal(times, table["snapshot-log"]!.AsArray().Select(entry => entry!["timestamp-ms"]!.GetValue<long>()));
        Assert.Equal(times[^1], table["last-updated-ms"]!.GetValue<long>());
        Assert.Equal(
            ["v1.metadata.json", "v2.metadata.json", "v3.metadata.json"],
            table["metadata-log"]!.AsArray().Select(entry => Path.GetFileName(entry!["metadata-file"]!.GetValue<string>())));
        Assert.Equal(
            table["current-snapshot-id"]!.GetValue<long>(), table["refs"]!["main"]!["snapshot-id"]!.GetValue<long>());
    }

    [Fact]
    public async Task Metadata_that_the_log_names_no_more_is_deleted_and_every_snapshot_stays()
    {
        const int Publications = TableMetadata.MostLogged + 5;
        for (var run = 0; run < Publications; run++)
        {
            await _lake.PublishAsync($"r{run}", Part($"r{run}"));
            await _lake.FollowAsync();
        }

        var table = _lake.Newest()!;
        Assert.Equal(
            table["metadata-log"]!.AsArray().Select(entry => Path.GetFileName(entry!["metadata-file"]!.GetValue<string>()))
                .Append($"v{Publications}.metadata.json").Order(StringComparer.Ordinal),
            Directory.GetFiles(_lake.PathOf("."), "v*.metadata.json").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Publications, table["snapshots"]!.AsArray().Count);
        Assert.Equal(Publications, Directory.GetFiles(_lake.PathOf("."), "snap-*").Length);

        File.Delete(_lake.PathOf("version-hint.text"));
        await _lake.FollowAsync();
        Assert.Equal($"{Publications}", File.ReadAllText(_lake.PathOf("version-hint.text")));
    }

    [Fact]
    public async Task A_manifest_keeps_the_snapshot_and_the_number_that_added_it()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        var first = _lake.Current()["snapshot-id"]!.GetValue<long>();
        await _lake.PublishAsync("b", Part("b"));
        await _lake.FollowAsync();
        var second = _lake.Current()["snapshot-id"]!.GetValue<long>();

        Assert.Equal(
            [(second, 2L), (first, 1L)],
            Manifests(_lake.Current()).Select(manifest => ((long)manifest["added_snapshot_id"], (long)manifest["sequence_number"])));
    }

    [Fact]
    public async Task What_is_shown_already_is_not_committed_again()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        var files = Directory.GetFiles(_lake.PathOf("."), "*", SearchOption.AllDirectories);

        await _lake.FollowAsync();

        Assert.Equal(files, Directory.GetFiles(_lake.PathOf("."), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_writer_that_read_an_old_manifest_loses_to_one_that_read_a_newer_one()
    {
        await _lake.PublishAsync("a", Part("a"));
        // This writer has read the manifest; before it commits, another one publishes and commits.
        _lake.Meanwhile = async () =>
        {
            await _lake.PublishAsync("b", Part("b"));
            await _lake.FollowAsync();
        };

        await _lake.FollowAsync();

        Assert.Equal(["a", "b"], Runs(_lake.Current()).Order());
        Assert.Equal("1", File.ReadAllText(_lake.PathOf("version-hint.text")));
        // What the loser had written is gone.
        Assert.Single(Directory.GetFiles(_lake.PathOf("."), "snap-*"));
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        for (var run = 0; run < 12; run++)
            await _lake.PublishAsync($"r{run}", Part($"r{run}"));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(_lake.FollowAsync)));

        Assert.Equal(12, Runs(_lake.Current()).Distinct().Count());
    }

    [Fact]
    public async Task A_column_that_may_be_missing_in_older_files_is_not_required_and_none_is_lost()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        _lake.Datasets = new([Things(), Things(2, Column("mail", "string", required: true))]);
        await _lake.PublishAsync("b", Part("b"));
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        Assert.Equal(2, table["schemas"]!.AsArray().Count);
        Assert.Equal(
            [("id", true), ("kind", false), ("mail", false), ("_offset", true), ("_run", true)],
            Fields(table, _lake.Current()["schema-id"]!));
        Assert.Equal(
            [("id", true), ("kind", false), ("_offset", true), ("_run", true)], Fields(table, table["snapshots"]![0]!["schema-id"]!));
    }

    [Fact]
    public async Task A_column_once_optional_stays_so_because_nulls_may_be_in_files()
    {
        _lake.Datasets = new([Things(1, Column("mail", "string"))]);
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        _lake.Datasets = new([Things(1, Column("mail", "string", required: true))]);
        await _lake.FollowAsync();

        Assert.Contains(("mail", false), Fields(_lake.Newest()!, _lake.Newest()!["current-schema-id"]!));
    }

    [Theory]
    [InlineData("int32", "int64", true)]
    [InlineData("decimal(9,2)", "decimal(12,2)", true)]
    [InlineData("decimal(12,2)", "decimal(9,2)", false)]
    [InlineData("decimal(9,2)", "decimal(9,3)", false)]
    [InlineData("int64", "int32", false)]
    [InlineData("string", "date", false)]
    [InlineData("int64", "double", false)]
    public async Task A_type_changes_only_where_readers_can_follow(string before, string after, bool follows)
    {
        _lake.Datasets = new([Things(1, Column("x", before))]);
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        _lake.Datasets = new([Things(1, Column("x", after))]);
        if (follows)
        {
            await _lake.FollowAsync();
            return;
        }

        var failure = await Assert.ThrowsAsync<TerminalException>(_lake.FollowAsync);
        Assert.Equal(ProblemCode.Conflict, failure.Code);
        Assert.Contains("The Iceberg table of things cannot follow: its column x is", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_keep_the_partitions_that_they_were_written_with()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        _lake.Datasets = new([Things() with { PartitionBy = [] }]);
        await _lake.PublishAsync("b", Part("b", ""));
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        Assert.Equal(0, table["default-spec-id"]!.GetValue<int>());
        var specs = table["partition-specs"]!.AsArray().ToDictionary(
            spec => spec!["spec-id"]!.GetValue<int>(),
            spec => string.Join(',', spec!["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>())));
        Assert.Equal(
            ["", "kind"], Manifests(_lake.Current()).Select(manifest => specs[(int)manifest["partition_spec_id"]]));
    }

    [Fact]
    public async Task A_moved_lake_is_a_problem_until_its_table_was_moved_too_and_then_has_all_its_snapshots()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        await _lake.PublishAsync("b", Part("b"));
        await _lake.FollowAsync();
        var before = _lake.Store.LocationOf("");
        // Judged before the move, published after it.
        await _lake.PublishAsync("c", Part("c"));
        _lake.Move();

        var failure = await Assert.ThrowsAsync<TerminalException>(_lake.FollowAsync);
        Assert.Equal(ProblemCode.Conflict, failure.Code);
        Assert.Contains("'duffbeer catalog repair' writes its paths again", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"{before}iceberg/things", await _lake.Tables.MoveAsync(Dataset, default));
        Assert.Null(await _lake.Tables.MoveAsync(Dataset, default));
        await _lake.FollowAsync();

        var table = _lake.Newest()!;
        Assert.DoesNotContain(before, table.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(3, table["snapshots"]!.AsArray().Count);
        Assert.Equal(
            ["a", "a,b", "a,b,c"], table["snapshots"]!.AsArray().Select(snapshot => string.Join(',', Runs(snapshot!).Order())));
        Assert.All(
            Manifests(_lake.Current()).SelectMany(manifest => ReadAvro((string)manifest["manifest_path"]).Records),
            entry => Assert.StartsWith(
                _lake.Store.LocationOf(""), (string)((GenericRecord)entry["data_file"])["file_path"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_table_whose_files_were_deleted_and_a_lake_of_an_earlier_version_are_made_anew()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        Directory.Delete(_lake.PathOf("."), recursive: true);
        _lake.PublishUnlisted("b", Part("b"), Part("b", "kind=retail"));

        await _lake.FollowAsync();

        Assert.Equal(["a", "b", "b"], Runs(_lake.Current()).Order());
        Assert.Equal(1, _lake.Current()["sequence-number"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_same_rows_in_other_files_are_a_replacement_and_older_snapshots_keep_theirs()
    {
        _lake.Rows = "two runs";
        await _lake.PublishAsync("a", Part("a"));
        await _lake.PublishAsync("b", Part("b"));
        await _lake.FollowAsync();
        var before = _lake.Current();
        _lake.Remove("a");
        _lake.Remove("b");
        await _lake.PublishAsync("pack", Part("pack", rows: 6));

        await _lake.FollowAsync();

        AssertSummary("replace", 6, 6, 6, ["pack"]);
        Assert.Equal(["a", "b"], Runs(before).Order());
        Assert.Equal(before["sequence-number"]!.GetValue<int>() + 1, _lake.Current()["sequence-number"]!.GetValue<int>());
    }

    [Fact]
    public async Task Only_lists_that_changed_since_the_snapshot_are_read()
    {
        await PublishAsync("a", "b", "c", "d");
        await FollowAsync(("one", "a b"), ("two", "c d"));
        await PublishAsync("e");

        Assert.Equal(["three", "two"], await FollowAsync(("one", "a b"), ("three", "c d e")));
        Assert.Equal(["a", "b", "c", "d", "e"], Runs(_lake.Current()).Order());
        _lake.Remove("c");
        Assert.Equal(["four", "three"], await FollowAsync(("one", "a b"), ("four", "d e")));
        Assert.Equal(["a", "b", "d", "e"], Runs(_lake.Current()).Order());
        // A list was split, and a run in it replaced.
        _lake.Remove("d");
        await PublishAsync("f");
        Assert.Equal(["five", "four", "six"], await FollowAsync(("one", "a b"), ("five", "e"), ("six", "f")));
        Assert.Equal(["a", "b", "e", "f"], Runs(_lake.Current()).Order());
    }

    [Fact]
    public async Task All_lists_are_read_where_one_that_the_snapshot_was_made_of_was_deleted()
    {
        await PublishAsync("a", "b");
        await FollowAsync(("one", "a"), ("two", "b"));
        _lake.Remove("b");
        await PublishAsync("c");
        _lake.AllLists.Remove("two");

        Assert.Equal(["one", "three", "two"], await FollowAsync(("one", "a"), ("three", "c")));
        Assert.Equal(["a", "c"], Runs(_lake.Current()).Order());
    }

    [Fact]
    public async Task A_dataset_that_gets_lists_and_loses_them_again_shows_what_is_published()
    {
        await PublishAsync("a");
        await _lake.FollowAsync();
        await PublishAsync("b");
        await FollowAsync(("one", "a"), ("two", "b"));
        Assert.Equal(["a", "b"], Runs(_lake.Current()).Order());

        _lake.Remove("a");
        await FollowAsync();

        Assert.Equal(["b"], Runs(_lake.Current()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Whatever_happens_to_lists_the_table_shows_what_is_published(int seed)
    {
        var random = new Random(seed);
        var lists = new Dictionary<string, List<string>> { ["l0"] = [] };
        for (var step = 1; step < 40; step++)
        {
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                // A list that changes is another list.
                var (name, runs) = lists.ElementAt(random.Next(lists.Count));
                lists.Remove(name);
                if (runs.Count > 0 && random.Next(3) == 0)
                    _lake.Remove(Take(runs, random.Next(runs.Count)));
                else
                {
                    runs.Add($"r{step}-{change}");
                    await PublishAsync(runs[^1]);
                }

                var kept = random.Next(2) == 0 ? runs.Count : runs.Count / 2;
                lists[$"l{step}-{change}"] = runs[..kept];
                if (kept < runs.Count)
                    lists[$"l{step}-{change}b"] = runs[kept..];
            }

            if (random.Next(8) == 0)
                _lake.AllLists.Clear();
            var named = lists.Where(list => list.Value.Count > 0).Select(list => (list.Key, string.Join(' ', list.Value)));
            await FollowAsync(random.Next(8) == 0 ? [] : [.. named]);

            var shown = _lake.Newest()!["snapshots"]!.AsArray().Count == 0 ? [] : Runs(_lake.Current());
            Assert.Equal(lists.Values.SelectMany(runs => runs).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
        }

        static string Take(List<string> runs, int index)
        {
            var run = runs[index];
            runs.RemoveAt(index);
            return run;
        }
    }

    [Fact]
    public async Task A_damaged_document_is_named()
    {
        await _lake.PublishAsync("a", Part("a"));
        await _lake.FollowAsync();
        var list = Directory.GetFiles(_lake.PathOf("."), "snap-*").Single();
        await File.WriteAllBytesAsync(list, (await File.ReadAllBytesAsync(list))[..^20]);
        await _lake.PublishAsync("b", Part("b"));

        var failure = await Assert.ThrowsAsync<TerminalException>(_lake.FollowAsync);

        Assert.Equal(ProblemCode.DocumentDamaged, failure.Code);
        Assert.Contains(Path.GetFileName(list), failure.Message, StringComparison.Ordinal);
    }

    async Task PublishAsync(params string[] runs)
    {
        foreach (var run in runs)
            await _lake.PublishAsync(run, Part(run));
    }

    /// <summary>Follows a publication with these lists and returns those that were read.</summary>
    async Task<IEnumerable<string>> FollowAsync(params (string List, string Runs)[] lists)
    {
        foreach (var (list, runs) in lists)
            _lake.AllLists[list] = runs.Split(' ');
        _lake.Lists = [.. lists.Select(list => list.List)];
        _lake.ListsRead.Clear();
        await _lake.FollowAsync();
        return _lake.ListsRead.Order(StringComparer.Ordinal);
    }

    void AssertSummary(string operation, long added, long deleted, long total, string[] runs)
    {
        var snapshot = _lake.Current();
        var summary = snapshot["summary"]!;
        Assert.Equal(
            (operation, $"{added}", $"{deleted}", $"{total}"),
            (Text("operation"), Text("added-records"), Text("deleted-records"), Text("total-records")));
        Assert.Equal(runs, Runs(snapshot).Order());

        string Text(string key) => summary[key]!.GetValue<string>();
    }

    static IEnumerable<(string, bool)> Fields(JsonNode table, JsonNode schema) =>
        table["schemas"]!.AsArray().Single(known => known!["schema-id"]!.GetValue<int>() == schema.GetValue<int>())!["fields"]!.AsArray()
            .Select(field => (field!["name"]!.GetValue<string>(), field["required"]!.GetValue<bool>()));
}
