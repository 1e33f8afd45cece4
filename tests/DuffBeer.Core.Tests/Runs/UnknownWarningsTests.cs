using DuffBeer.Core.Contracts;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Tests.Runs;

public sealed class UnknownWarningsTests
{
    static readonly DatasetContract s_things = new()
    {
        Name = "things",
        Version = 1,
        Source = new("things/"),
        Columns = [new() { Name = "size", Type = LogicalType.String, Known = ["S", "L"] }],
    };

    [Fact]
    public void Rows_of_all_chunks_are_counted() =>
        Assert.Equal(
            [
                "7 rows have 'M' in size, which is none of the known values (S, L). They are accepted.",
                "1 row has 'XL' in size, which is none of the known values (S, L). It is accepted.",
            ],
            UnknownWarnings.Of(s_things, [Chunk(("M", 3), ("XL", 1)), Chunk(), Chunk(("M", 4))]));

    [Fact]
    public void A_count_that_chunks_may_have_cut_short_is_called_so()
    {
        var full = Enumerable.Range(0, 20).Select(value => ($"v{value:00}", 5L)).ToArray();

        var warnings = UnknownWarnings.Of(s_things, [Chunk(full), Chunk([("M", 9L), .. full[1..]])]).ToList();

        Assert.StartsWith("At least 9 rows have 'M'", warnings[0], StringComparison.Ordinal);
        Assert.Contains(warnings, warning => warning.StartsWith("10 rows have 'v01'", StringComparison.Ordinal));
        Assert.Equal("There may be more unknown values in size.", warnings[^1]);
    }

    [Fact]
    public void However_many_chunks_there_are_the_warnings_are_few() =>
        Assert.Equal(21, UnknownWarnings.Of(s_things, [.. Enumerable.Range(0, 1000).Select(chunk => Chunk(($"v{chunk}", 1)))]).Count());

    static ChunkManifest Chunk(params (string Value, long Rows)[] values) =>
        new(
            0,
            new(0, 1),
            0,
            1,
            new(),
            [],
            null,
            new Dictionary<string, IReadOnlyDictionary<string, long>>
            {
                ["size"] = values.ToDictionary(value => value.Value, value => value.Rows),
            },
            []);
}
