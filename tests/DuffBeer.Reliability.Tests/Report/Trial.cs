using System.Text.Json;

namespace DuffBeer.Reliability.Tests.Report;

/// <summary>What came of one kind of trial: a line of docs/reliability.md.</summary>
/// <param name="Group">What happened, such as <c>kill</c> or <c>full disk</c>.</param>
/// <param name="Name">To which command.</param>
/// <param name="Possible">Trials that there could be; equal to those tried if all were.</param>
/// <param name="Figures">What else was counted, such as torn writes.</param>
sealed record Trial(
    string Group, string Name, int Possible, int Tried, int Survived, double Seconds, int Seed, string Machine,
    IReadOnlyDictionary<string, long> Figures)
{
    /// <summary>This trial and another one of the same kind, made at the same time with other points.</summary>
    public Trial With(Trial other) => this with
    {
        Possible = Math.Max(Possible, other.Possible),
        Tried = Tried + other.Tried,
        Survived = Survived + other.Survived,
        Seconds = Math.Max(Seconds, other.Seconds),
        Figures = Figures.ToDictionary(figure => figure.Key, figure => figure.Value + other.Figures[figure.Key]),
    };
}

/// <summary>The trials whose results are committed, and the page that is made of them.</summary>
static class Results
{
    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    static string File => Path.Combine(Repository.Root, "tests", "DuffBeer.Reliability.Tests", "Report", "results.json");

    public static IReadOnlyList<Trial> Read() => System.IO.File.Exists(File)
        ? JsonSerializer.Deserialize<IReadOnlyList<Trial>>(System.IO.File.ReadAllText(File), s_json)!
        : [];

    /// <summary>Puts a trial in the place of an earlier one of the same name.</summary>
    public static void Keep(Trial trial)
    {
        var kept = Read().Where(old => (old.Group, old.Name) != (trial.Group, trial.Name)).Append(trial);
        System.IO.File.WriteAllText(File, JsonSerializer.Serialize(kept, s_json) + "\n");
    }
}
