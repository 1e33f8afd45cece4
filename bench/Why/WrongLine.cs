using System.Globalization;
using System.Text;
using DuffBeer.Bench.Measuring;

namespace DuffBeer.Bench.Why;

/// <summary>A line of a file of orders whose price is wrong.</summary>
sealed record WrongLine(string File, long Number, string Text)
{
    public const string Price = "9999999.99";

    /// <summary>Changes the price of a line in the middle of a file, and ingests the file again.</summary>
    /// <param name="file">A file of orders of the demo, already ingested into the home.</param>
    public static async Task<WrongLine> PlantAsync(string home, string file)
    {
        var lines = await System.IO.File.ReadAllLinesAsync(file);
        // A later line of the order would decide.
        var wrong = Enumerable.Range(lines.Length / 2, lines.Length / 2).First(
            index => IsFit(lines[index]) && !lines.Skip(index + 1).Any(
                later => later.Contains($",{lines[index].Split(',')[2]},", StringComparison.Ordinal)));
        var cells = lines[wrong].Split(',');
        cells[5] = Price;
        lines[wrong] = string.Join(',', cells);
        await System.IO.File.WriteAllTextAsync(
            file, string.Join('\n', lines) + "\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        await Measured.RunAsync(
            Programs.DuffBeer, oneCore: false, "--home", home, "ingest", file, "--dataset", "duff_orders", "--key",
            $"duff/orders/demo/{Path.GetFileName(file)}");
        return new(file, wrong + 1, lines[wrong]);
    }

    /// <summary>An order of a dozen units that did not break, of a client with few others: its price makes that client the first.</summary>
    static bool IsFit(string line) => !line.Contains('"', StringComparison.Ordinal)
        && line.Split(',') is [var client, _, _, _, _, _, var units, _, _, "delivered"]
        && int.TryParse(client, CultureInfo.InvariantCulture, out var id) && id > 2_000
        && int.TryParse(units, CultureInfo.InvariantCulture, out var count) && count >= 12;
}
