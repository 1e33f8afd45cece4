using System.Globalization;
using DuffBeer.Core.Reports;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.GoldenCases;

/// <summary>The figures of every case in <c>Cases/figures</c>, each small enough to check by hand.</summary>
/// <remarks>
/// <c>1-order_items.csv</c>, <c>2-order_items.second.csv</c>, …: files of the dataset named, each an hour newer than the one before.
/// <c>1-duff_orders.2026-01-19.csv</c> is processed on that day.
/// <c>expected-figures.txt</c>: what the case shows and the wrong figure of before, then blocks of <c>report name p=v: columns</c> and
/// its rows, cells joined by <c> | </c>. <c>expected-settings.txt</c>: settings that an operator chose, <c>name=value</c>.
/// </remarks>
public sealed class FigureCases
{
    const string Figures = "expected-figures.txt";
    const string Settings = "expected-settings.txt";
    const string Report = "report ";

    public static TheoryData<string> Cases() => [.. GoldenCase.NamesOf("figures")];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Are_as_computed_by_hand(string name)
    {
        var golden = new GoldenCase("figures", name);
        var domain = golden.Inputs().First().Name.Split('_')[0] switch { "duff" => "duff", "retail" => "retail", _ => "restaurant" };
        var reports = golden.Read(Figures).Split('\n').Where(line => line.StartsWith(Report, StringComparison.Ordinal))
            .Select(line => line[Report.Length..].Split(' ', ':')[0]);
        using var home = new Home { Definitions = DomainDefinitions.Of(domain, reports) };
        foreach (var (file, content) in golden.Inputs())
            await home.IngestDatasetAsync(file.Split('.')[0], home.Write(file, content), DayOf(file));
        var refreshed = await home.RefreshAsync(SettingsOf(golden));
        Assert.Null(refreshed.Result.Problem);

        golden.Hold(Figures, await FiguresAsync(home, golden.Read(Figures)));
    }

    static DateTimeOffset? DayOf(string file) =>
        DateTimeOffset.TryParseExact(
            file.Split('.')[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day
            : null;

    static Dictionary<string, string> SettingsOf(GoldenCase golden) => File.Exists(Path.Combine(golden.Folder, Settings))
        ? golden.Read(Settings).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1])
        : [];

    /// <summary>All reports of one workspace: each would open an engine of its own.</summary>
    static Task<string> FiguresAsync(Home home, string expected) => home.AskAsync(async workspace =>
    {
        var figures = new List<string>();
        foreach (var line in expected.Split('\n').Where(line => line.StartsWith('#')))
            figures.Add(line);
        foreach (var line in expected.Split('\n').Where(line => line.StartsWith(Report, StringComparison.Ordinal)))
        {
            var (words, columns) = line[Report.Length..].Split(": ") is [var asked, var named]
                ? (asked.Split(' '), named.Split(", "))
                : throw new FormatException(line);
            var parameters = words[1..].Select(word => word.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
            var result = await workspace.ReportAsync(new(words[0], [.. parameters]), default);
            figures.AddRange(["", line, .. Rows(result, columns)]);
        }

        return string.Join('\n', figures) + "\n";
    });

    static IEnumerable<string> Rows(ReportResult result, string[] columns)
    {
        var all = result.Report.Columns.ToList();
        var at = columns.Select(column => all.FindIndex(other => other.Name == column)).ToList();
        return result.Rows.Select(row => string.Join(" | ", at.Select(index => row[index] switch
        {
            null => "null",
            double number => Math.Round(number, 4).ToString(CultureInfo.InvariantCulture),
            var cell => ReportCellText.Of(all[index].Type, cell),
        })));
    }
}
