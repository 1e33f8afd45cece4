namespace DuffBeer.PagesBench;

/// <param name="Home">A home with data and a snapshot; null for the demo's data.</param>
/// <param name="Rows">Duff orders of the demo.</param>
/// <param name="Shots">Folder for pictures of all pages; null to measure.</param>
/// <param name="Pictures">Folder for the pictures of the documents; null to measure.</param>
/// <param name="Fault">A file of orders in the home in which one line gets wrong, to be found; null to measure.</param>
/// <param name="Out">File of the results.</param>
sealed record Options(string? Home, long Rows, string? Shots, string? Pictures, string? Fault, string? Out)
{
    public static Options Read(string[] args)
    {
        string? Of(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        var rows = long.Parse(Of("--rows") ?? "200000", System.Globalization.CultureInfo.InvariantCulture);
        return new(Of("--home"), rows, Of("--shots"), Of("--pictures"), Of("--fault"), Of("--out"));
    }
}
