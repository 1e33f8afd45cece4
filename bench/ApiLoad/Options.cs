using System.Globalization;

namespace DuffBeer.Bench.ApiLoad;

/// <summary>The arguments: <c>[--only fresh,kept,busy] [--seconds N] [--out FILE]</c>.</summary>
/// <param name="Only">The parts of the load to run.</param>
/// <param name="Seconds">How long files are ingested.</param>
/// <param name="Out">A file for the results, in addition to standard output; null for none.</param>
sealed record Options(IReadOnlyCollection<string> Only, int Seconds, string? Out)
{
    public static readonly string[] Parts = ["fresh", "kept", "busy"];

    public static Options Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(Parts, 60, null);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var value = index + 1 < arguments.Count ? arguments[index + 1] : "";
            options = arguments[index] switch
            {
                "--only" when value.Split(',') is var only && only.All(Parts.Contains) => options with { Only = only },
                "--seconds" => options with { Seconds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--out" when value.Length > 0 => options with { Out = value },
                _ => throw new ArgumentException(
                    $"'{arguments[index]} {value}': expected --only {string.Join(',', Parts)}, --seconds N or --out FILE."),
            };
        }

        return options;
    }
}
