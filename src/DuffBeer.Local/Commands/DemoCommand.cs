using System.CommandLine;
using System.Globalization;
using DuffBeer.Local.Generate;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>The whole product in one go: sample data, ingest, models, reports.</summary>
sealed class DemoCommand : DuffBeerCommand
{
    const long DefaultRows = 200_000;
    const int LinesAReport = 10;

    static readonly KeyValuePair<string, string>[] s_page = [new("limit", LinesAReport.ToString(CultureInfo.InvariantCulture))];
    static readonly string[] s_reports = ["sales-by-product", "sales-by-channel", "order-status", "top-clients"];

    readonly Option<long?> _rows = CheckedOption.Count("--rows", $"Rows of sample data (default: {DefaultRows})", least: 1);
    readonly Option<bool> _noServe = new("--no-serve") { Description = "End after the reports" };

    public DemoCommand(CommandHost host)
        : base("demo", "Show the whole product on sample data: ingest, models, reports.", host)
    {
        Add(_rows);
        Add(_noServe);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var rows = invocation.Value(_rows) ?? DefaultRows;
        var workspace = await invocation.WorkspaceAsync(cancellationToken);

        Title(invocation, 1, $"Sample data: {CellText.Count(rows)} orders");
        var dataset = SampleDataset.All[0];
        var file = await SampleAsync(invocation, dataset, rows, cancellationToken);

        Title(invocation, 2, "Ingest: typed, validated rows; each row is accounted for");
        var request = new IngestRequest(new(file, $"demo/{Path.GetFileName(file)}"), dataset.Name);
        var run = await RunWatch.WatchAsync(invocation, Path.GetFileName(file), progress => workspace.IngestAsync(request, progress, cancellationToken));
        if (ExitCodes.Of([run]) is not ExitCode.Done and var failed)
            return failed;

        Title(invocation, 3, "Models: what has changed is built, audited and swapped in at once");
        await RunWatch.RefreshAsync(invocation, [], cancellationToken);

        Title(invocation, 4, "Reports");
        var reports = new List<Core.Reports.ReportResult>();
        foreach (var name in s_reports)
            reports.Add(await workspace.ReportAsync(name, s_page, cancellationToken));
        Show(invocation, reports);

        Title(invocation, 5, "How to go on");
        invocation.Terminal.Error.WriteLine($"""
            duffbeer ingest YOUR.csv --dataset {dataset.Name}      brings your own file in
            duffbeer rejects {run.Record.Id}      shows the rows that were turned away
            duffbeer reports      lists all reports
            duffbeer report sales-by-product --format csv      prints one for a spreadsheet
            """);
        return ExitCode.Done;
    }

    /// <summary>The same rows give the same file, so a second demo finds its file and its run.</summary>
    static async Task<string> SampleAsync(Invocation invocation, SampleDataset dataset, long rows, CancellationToken cancellationToken)
    {
        var file = Path.Combine(invocation.Home, "demo", $"{dataset.Name}-{rows}.csv");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await new SampleFile(dataset, new(rows)).WriteToFileAsync(file, cancellationToken);
        }

        invocation.Terminal.Error.WriteLine($"{file}: {CellText.Count(new FileInfo(file).Length)} bytes");
        return file;
    }

    static void Show(Invocation invocation, List<Core.Reports.ReportResult> reports)
    {
        if (invocation.Json)
        {
            JsonText.Write(invocation.Terminal.Out, reports);
            return;
        }

        foreach (var report in reports)
            ReportText.Write(invocation.Terminal, report);
    }

    static void Title(Invocation invocation, int step, string title)
    {
        invocation.Terminal.Out.Flush();
        invocation.Terminal.Error.WriteLine($"{Environment.NewLine}{step}. {title}");
    }
}
