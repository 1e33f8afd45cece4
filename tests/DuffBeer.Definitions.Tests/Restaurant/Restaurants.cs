using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Restaurant;

static class Restaurants
{
    /// <summary>Models over rows of any of the domain's datasets, all in one file of each.</summary>
    public static Task<BuiltModels> OfRowsAsync(params ISourceRow[] rows) => WithSettingsAsync([], rows);

    public static Task<BuiltModels> WithSettingsAsync(Dictionary<string, string> settings, params ISourceRow[] rows) =>
        OfFilesAsync(settings, [.. rows.GroupBy(row => row.Dataset).Select(file => file.ToArray())]);

    /// <summary>Each argument is a file of one dataset; a later one has a later source time.</summary>
    public static Task<BuiltModels> OfFilesAsync(Dictionary<string, string> settings, params ISourceRow[][] files) =>
        BuiltModels.OfFilesAsync("restaurant", settings, files);
}
