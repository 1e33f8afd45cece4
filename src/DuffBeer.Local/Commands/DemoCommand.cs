using System.CommandLine;
using System.Globalization;
using System.Net;
using DuffBeer.Local.Generate;
using DuffBeer.Local.Generate.Duff;
using DuffBeer.Core.Ports;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>Shows the whole product: sample data of all domains, ingest, models, reports.</summary>
sealed class DemoCommand : DuffBeerCommand
{
    const long DefaultRows = 200_000;

    /// <summary>Files of Duff's orders, one per week.</summary>
    const int Weeks = 12;
    const int LinesAReport = 10;

    /// <summary>The demo's own home, so that sample data never mixes with the user's.</summary>
    const string DemoHome = ".duffbeer-demo";

    static readonly KeyValuePair<string, string>[] s_page = [new("limit", LinesAReport.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Key reports of each domain; undefined ones are skipped.</summary>
    static readonly string[] s_reports =
    [
        "sales-by-product", "sales-by-channel", "order-status", "top-clients",
        "most-profitable-region", "shipping-method-by-category",
        "sales-trends", "customer-segments", "location-performance",
    ];

    readonly Option<long?> _rows = CheckedOption.Count(
        "--rows", $"Rows of Duff orders; the other datasets follow their number (default: {DefaultRows})", least: 1);
    readonly Option<bool> _noServe = new("--no-serve") { Description = "End after the reports" };
    readonly Option<long?> _port = ServeCommand.PortOption();

    public DemoCommand(CommandHost host)
        : base("demo", "Show the whole product on sample data: ingest, models, reports.", host)
    {
        Add(_rows);
        Add(_noServe);
        Add(_port);
    }

    protected override string DefaultHome => DemoHome;

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var files = await SampleFilesAsync(invocation, invocation.Value(_rows) ?? DefaultRows, cancellationToken);

        Title(invocation, 2, "Ingest: typed, validated rows, each accounted for");
        var runs = new List<EndedRun>();
        foreach (var (dataset, file) in files)
        {
            runs.Add(await IngestAsync(invocation, dataset, file, cancellationToken));
            if (ExitCodes.Of(runs) is not ExitCode.Done and var failed)
                return failed;
        }

        Title(invocation, 3, "Models: changed ones are built, audited and published together");
        await RunWatch.RefreshAsync(invocation, RefreshRequest.Changes, cancellationToken);

        Title(invocation, 4, "Reports");
        Show(invocation, await ReportsAsync(await invocation.WorkspaceAsync(cancellationToken), cancellationToken));

        Title(invocation, 5, "Next steps");
        SayWhatIsNext(invocation, runs[0].Record.Id);
        if (invocation.Value(_noServe))
            return ExitCode.Done;

        Title(invocation, 6, "Pages and API; commands work while they are served");
        var port = (int)(invocation.Value(_port) ?? ServeCommand.UsualPort);
        return await ServeCommand.ServeAsync(invocation, new(IPAddress.Loopback, port, []), cancellationToken);
    }

    /// <summary>Files of earlier weeks come in at their own time: days of Duff's orders are those of the processing.</summary>
    static async Task<EndedRun> IngestAsync(Invocation invocation, string dataset, string file, CancellationToken cancellationToken)
    {
        var request = new IngestRequest(new(file, $"demo/{Path.GetFileName(file)}"), dataset);
        var written = File.GetLastWriteTimeUtc(file);
        if (invocation.Now - written < TimeSpan.FromDays(1))
            return await WatchAsync(await invocation.WorkspaceAsync(cancellationToken));
        await using var earlier = await invocation.WorkspaceAtAsync(written, cancellationToken);
        return await WatchAsync(earlier);

        Task<EndedRun> WatchAsync(IWorkspace workspace) => RunWatch.WatchAsync(
            invocation, Path.GetFileName(file), progress => workspace.IngestAsync(request, progress, cancellationToken));
    }

    /// <summary>The same rows give the same files, so a second demo reuses its files and runs.</summary>
    static async Task<IReadOnlyList<(string Dataset, string File)>> SampleFilesAsync(
        Invocation invocation, long rows, CancellationToken cancellationToken)
    {
        Title(invocation, 1, $"Sample data: {DisplayText.Count(rows)} Duff orders, and orders of a retailer and of restaurants");
        var files = new List<(string Dataset, string File)>();
        foreach (var dataset in SampleDataset.All)
        {
            var shape = dataset.Usual with { Rows = DemoSize.Rows(dataset, rows) };
            var paths = PathsOf(invocation, dataset, shape);
            if (!paths.All(File.Exists))
                await WriteAsync(dataset, shape, paths, invocation.Now, cancellationToken);
            invocation.Terminal.Error.WriteLine(
                $"{paths[0]}{(paths.Count > 1 ? $" and {paths.Count - 1} more" : "")}: "
                    + $"{DisplayText.Count(paths.Sum(path => new FileInfo(path).Length))} bytes");
            files.AddRange(paths.Select(path => (dataset.Name, path)));
        }

        return files;
    }

    static IReadOnlyList<string> PathsOf(Invocation invocation, SampleDataset dataset, SampleShape shape)
    {
        var folder = Path.Combine(invocation.Home, "demo");
        return dataset is not DuffOrders
            ? [Path.Combine(folder, $"{dataset.Name}-{shape.Rows}.csv")]
            :
            [
                .. Enumerable.Range(1, Weeks).Select(week => Path.Combine(
                    folder, string.Create(CultureInfo.InvariantCulture, $"{dataset.Name}-{shape.Rows}-{week:D2}.csv"))),
            ];
    }

    /// <summary>Writes the files, the last one now and each other one a week before the next.</summary>
    static async Task WriteAsync(
        SampleDataset dataset, SampleShape shape, IReadOnlyList<string> paths, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(paths[0])!);
        await new SampleFile(dataset, shape).WriteToFilesAsync(paths, cancellationToken);
        foreach (var (index, path) in paths.Index())
            File.SetLastWriteTimeUtc(path, now.UtcDateTime.AddDays(-7 * (paths.Count - 1 - index)));
    }

    static void SayWhatIsNext(Invocation invocation, string run)
    {
        var home = Path.GetRelativePath(Environment.CurrentDirectory, invocation.Home);
        var option = home.Contains(' ', StringComparison.Ordinal) ? $"--home '{home}'" : $"--home {home}";
        invocation.Terminal.Error.WriteLine($"""
            The sample data is in {home}. Look around there:
              duffbeer rejects {run} {option}
              duffbeer report sales-by-product {option}
              duffbeer reports

            Your own files go into the real home, {invocation.UsualHome}:
              duffbeer ingest YOUR.csv
              duffbeer report sales-by-product

            Delete the folder {home} when you are done with the demo.
            """);
    }

    static async Task<List<Core.Reports.ReportResult>> ReportsAsync(IWorkspace workspace, CancellationToken cancellationToken)
    {
        var defined = (await workspace.ReportsAsync(cancellationToken)).Select(report => report.Name).ToHashSet();
        var reports = new List<Core.Reports.ReportResult>();
        foreach (var name in s_reports.Where(defined.Contains))
            reports.Add(await workspace.ReportAsync(new(name, s_page), cancellationToken));
        return reports;
    }

    static void Show(Invocation invocation, List<Core.Reports.ReportResult> reports)
    {
        if (invocation.Json)
        {
            JsonText.Write(invocation.Terminal.Out, reports);
            return;
        }

        foreach (var report in reports)
        {
            ReportText.Write(invocation.Terminal, report, new());
            invocation.Terminal.Out.WriteLine();
        }
    }

    static void Title(Invocation invocation, int step, string title)
    {
        invocation.Terminal.Out.Flush();
        invocation.Terminal.Error.WriteLine($"{Environment.NewLine}{step}. {title}");
    }
}
