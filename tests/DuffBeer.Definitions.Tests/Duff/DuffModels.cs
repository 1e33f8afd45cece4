using DuffBeer.Definitions.Tests.Shipped;

namespace DuffBeer.Definitions.Tests.Duff;

static class DuffModels
{
    /// <summary>Each argument is a file; a later one has a later source time.</summary>
    public static Task<BuiltModels> OfFilesAsync(params OrderRow[][] files) => BuiltModels.OfFilesAsync("duff", files);

    public static Task<BuiltModels> WithSettingsAsync(Dictionary<string, string> settings, params OrderRow[][] files) =>
        BuiltModels.OfFilesAsync("duff", settings, files);
}
