using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs.Packs;

/// <summary>Which runs and packs are merged, and into how many files.</summary>
public sealed class MergePlanTests
{
    const long MiB = 1 << 20;

    static readonly MergeSizes s_usual = new();

    [Fact]
    public void Small_files_of_a_partition_are_merged_and_large_ones_are_left_alone()
    {
        var merge = Assert.Single(MergePlan.Of(
            [.. Enumerable.Range(0, 9).Select(run => Run($"r{run}", run % 3 == 2 ? 200 : 20, "day=1"))], [], s_usual));

        Assert.Equal(["r0", "r1", "r3", "r4", "r6", "r7"], merge.SelectMany(piece => piece.Runs).Select(run => run.RunId));
        var file = Assert.Single(MergedFile.Of(merge, s_usual));
        Assert.Equal(("day=1", 6, false), (file.Partition, file.From.Count, file.IsKept));
    }

    [Fact]
    public void A_few_files_or_files_of_different_partitions_are_not_worth_it()
    {
        Assert.Empty(MergePlan.Of([Run("a", 1, "day=1"), Run("b", 1, "day=1"), Run("c", 1, "day=1")], [], s_usual));
        Assert.Empty(MergePlan.Of([.. Enumerable.Range(0, 20).Select(run => Run($"r{run}", 1, $"day={run / 3}"))], [], s_usual));
    }

    [Fact]
    public void Many_small_files_of_one_run_are_merged_too()
    {
        var merge = Assert.Single(MergePlan.Of([Run("a", 30, [.. Enumerable.Repeat("day=1", 20)])], [], s_usual));

        Assert.Equal([17, 3], MergedFile.Of(merge, s_usual).Select(file => file.From.Count));
    }

    [Fact]
    public void Files_with_other_partition_columns_are_merged_apart()
    {
        var merges = MergePlan.Of(
            [.. Enumerable.Range(0, 16).Select(run => Run($"r{run}", 1, run % 2 == 0 ? "kind=a" : "kind=a/day=1"))], [], s_usual);

        Assert.Equal([8, 8], merges.Select(merge => merge.Count));
        Assert.All(merges, merge => Assert.Single(merge.Select(piece => piece.PartitionedBy).Distinct()));
    }

    [Fact]
    public void A_file_has_at_most_the_bytes_that_it_should()
    {
        var merge = Assert.Single(MergePlan.Of(
            [.. Enumerable.Range(0, 20).Select(run => Run($"r{run}", 100, "day=1", "day=2"))], [], s_usual));

        var files = MergedFile.Of(merge, s_usual);
        Assert.Equal(8, files.Count);
        Assert.All(files, file => Assert.InRange(file.From.Sum(part => part.Bytes), 1, s_usual.FileBytes));
        Assert.Equal(40, files.Sum(file => file.From.Count));
    }

    [Fact]
    public void A_merge_has_no_more_runs_and_bytes_than_one_activity_writes()
    {
        var many = MergePlan.Of([.. Enumerable.Range(0, 25_000).Select(run => Run($"r{run}", 0.001, "day=1"))], [], s_usual);
        var large = MergePlan.Of([.. Enumerable.Range(0, 100).Select(run => Run($"r{run}", 100, "day=1"))], [], s_usual);

        Assert.Equal([10_000, 10_000, 5_000], many.Select(merge => merge.Count));
        Assert.All(large, merge => Assert.InRange(merge.Sum(piece => piece.Bytes), 1, s_usual.MergeBytes));
        Assert.Equal(100, large.Sum(merge => merge.Count));
    }

    [Fact]
    public void The_only_file_of_a_pack_in_its_partition_stays_as_it_is()
    {
        Piece old = Pack("old", 3, "day=1", "day=2");
        var merge = Assert.Single(MergePlan.Of([.. Enumerable.Range(0, 9).Select(run => Run($"r{run}", 2, "day=2"))], [old], s_usual));

        Assert.Equal([true, false], MergedFile.Of(merge, s_usual).Select(file => file.IsKept));
    }

    /// <summary>However often it is decided, a byte is written again only as often as its pack doubles.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_pack_is_written_again_a_logarithmic_number_of_times(int seed)
    {
        var random = new Random(seed);
        var (packs, written, added) = (new List<Piece>(), new Dictionary<string, int>(StringComparer.Ordinal), 0.0);
        for (var day = 0; day < 400; day++)
        {
            var runs = Enumerable.Range(0, random.Next(1, 12)).Select(run => Run($"d{day}-{run}", random.NextDouble(), "")).ToList();
            added += runs.Sum(run => run.Bytes);
            foreach (var (index, merge) in MergePlan.Of(runs, packs, s_usual).Index())
            {
                packs.RemoveAll(merge.Contains);
                packs.Add(new(
                    [.. merge.SelectMany(piece => piece.Runs)], $"p{day}-{index}", 0,
                    [.. MergedFile.Of(merge, s_usual).Select(file => new Part("", "", 0, file.From.Sum(part => part.Bytes)))]));
                foreach (var run in merge.SelectMany(piece => piece.Runs))
                    written[run.RunId] = written.GetValueOrDefault(run.RunId) + 1;
            }
        }

        // 0.5 MiB doubles 11 times until a GiB.
        Assert.InRange(written.Values.Max(), 2, 12);
        Assert.InRange(packs.Count, 1, 40);
    }

    static Piece Run(string run, double mebibytes, params string[] partitions) => Of(run, null, mebibytes, partitions);

    static Piece Pack(string pack, double mebibytes, params string[] partitions) => Of($"{pack}-run", pack, mebibytes, partitions);

    static Piece Of(string run, string? pack, double mebibytes, string[] partitions) => new(
        [new PackedRun(run, 1)], pack, 1,
        [.. partitions.Select(partition => new Part($"{run}/{partition}", partition, 1, (long)(mebibytes * MiB)))]);
}
