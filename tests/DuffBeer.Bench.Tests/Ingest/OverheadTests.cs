using DuffBeer.Bench.Ingest;

namespace DuffBeer.Bench.Tests.Ingest;

public sealed class OverheadTests
{
    [Fact]
    public async Task The_whole_ingest_and_its_chunks_alone_accept_the_same_rows()
    {
        var section = await new Overhead(new(Rows: 20_000, Rounds: 2)).RunAsync();

        Assert.Matches(
            @"^\| overhead of runs, journal and ledger on a 1 GB ingest \| -?[0-9.]+ % \| < 10 % \| < 3 % \|$",
            Assert.Single(section.HeadlineLines));
        Assert.Equal(
            1 + 2,
            section.Text.Split('\n')
                .Single(line => line.StartsWith("| whole ingest", StringComparison.Ordinal))
                .Split('|')[3]
                .Split(' ').Length - 1);
    }
}
