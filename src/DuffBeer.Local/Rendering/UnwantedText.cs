using DuffBeer.Core.Runs.Intake;

namespace DuffBeer.Local.Rendering;

/// <summary>Names the files in landing that belong to no dataset.</summary>
static class UnwantedText
{
    public static IEnumerable<string> Of(IReadOnlyList<string> keys)
    {
        foreach (var key in keys)
            yield return $"No contract wants {DisplayText.Printable(key)}.";
        if (keys.Count == UnwantedObjects.Most)
            yield return $"There may be more: at most {UnwantedObjects.Most} are named.";
    }
}
