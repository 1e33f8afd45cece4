using DuffBeer.Golden.Tests.Product;
using Xunit.Abstractions;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Card numbers and addresses in hostile files, searched for in every byte that the product writes, prints or answers.</summary>
public sealed class HiddenValues(ITestOutputHelper output)
{
    public static TheoryData<string, string> Ways
    {
        get
        {
            // What becomes of an unknown column does not depend on how its bytes are encoded, nor does compression on what it packs.
            var ways = new TheoryData<string, string>
            {
                { "warn", "windows-1252" }, { "drop", "utf-16 gzip" },
            };
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Reach_no_byte_that_is_written_printed_or_answered(string drift, string encoding)
    {
        var search = await SearchAsync(drift, encoding, hides: true);

        Assert.Empty(search.Leaks);
        Assert.True(search.Rejects > PlantedCards.Files.Length / 3, $"Only {search.Rejects} rejects.");
    }

    /// <summary>The same search over the same files, under a contract that hides nothing.</summary>
    [Fact]
    public async Task Are_found_on_every_surface_by_the_same_search_when_nothing_hides_them()
    {
        var search = await SearchAsync("warn", "utf-8", hides: false);

        // Neither a dataset's description nor the answer to a correction, whose run only begins, shows what a file contains.
        Assert.Equal(
            search.Searched.Keys.Except(["GET datasets", "POST rejects"]),
            search.Leaks.Select(leak => leak.Surface).Distinct().Order(StringComparer.Ordinal));
    }

    async Task<LeakSearch> SearchAsync(string drift, string encoding, bool hides)
    {
        using var folder = new TemporaryFolder();
        using var home = new Home { Definitions = PlantedCards.Define(folder, drift, encoding, hides) };
        var search = new LeakSearch(home, encoding);
        await search.IngestAsync(Array.IndexOf(PlantedCards.Encodings, encoding) * PlantedCards.Files.Length);
        await search.SearchCommandsAsync();
        await search.SearchApiAsync();
        await search.SearchFilesAsync();
        output.WriteLine(
            $"{PlantedCards.Files.Length} files, {search.Rejects} rejects; searched: "
            + string.Join(", ", search.Searched.Select(surface => $"{surface.Key} {surface.Value}")));
        return search;
    }
}
