using DuffBeer.Bench.Pollock;

namespace DuffBeer.Bench.Tests.Pollock;

public sealed class PollockTests
{
    [Fact]
    public async Task The_published_score_is_what_the_product_makes_of_the_files_now() =>
        Assert.Equal(await File.ReadAllTextAsync(PollockPage.File), await PollockPage.TextAsync());

    [Fact]
    public void There_are_as_many_files_as_in_the_benchmark_each_with_its_own_name() =>
        Assert.Equal(2290, Pollutions.All().Select(file => file.Name).Distinct().Count());

    [Fact]
    public void What_is_missing_lowers_recall_and_what_is_too_much_lowers_precision()
    {
        var expected = new LoadedTable(["a", "b"], [["1", "2"], ["3", "4"]]);

        Assert.Equal(10, Measures.Of(expected, expected).Sum);
        Assert.Equal(0, Measures.Of(expected, loaded: null).Sum);
        Assert.Equal(
            new(1, Match.Full, new(1, 0.5, 2 / 3.0), new(1, 4 / 6.0, 0.8)), Measures.Of(expected, new(["a", "b"], [["1", "2"]])));
        Assert.Equal(
            new(1, Match.Full, new(2 / 3.0, 1, 0.8), new(6 / 8.0, 1, 12 / 14.0)),
            Measures.Of(expected, new(["a", "b"], [["3", "4"], ["1", "2"], ["1", "2"]])));
        Assert.Equal(new(0.5, 0.5, 0.5), Measures.Of(expected, new(["a", "x"], [["12", ""], ["3", "4"]])).Header);
        Assert.Equal(new(0.5, 0.5, 0.5), Measures.Of(expected, new(["a", "x"], [["12", ""], ["3", "4"]])).Records);
    }
}
