using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DuffBeer.Local.Generate;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class GenerateCommand : DuffBeerCommand
{
    const string StandardOutput = "-";
    const long DefaultRows = 100_000;

    static readonly SampleShape s_default = new(DefaultRows);

    readonly Argument<string> _dataset = new("DATASET") { Description = $"One of {string.Join(", ", SampleDataset.All.Select(dataset => dataset.Name))}" };
    readonly Option<long?> _rows = CheckedOption.Count("--rows", $"Rows in all, bad ones and duplicates counted (default: {s_default.Rows})", least: 0);
    readonly Option<long?> _seed = CheckedOption.Count("--seed", $"The same seed gives the same bytes (default: {s_default.Seed})", least: 0);
    readonly Option<double?> _bad = CheckedOption.Share("--bad", Default("Share of rows with a fault", s_default.Bad));
    readonly Option<double?> _duplicates = CheckedOption.Share("--duplicates", Default("Share of rows that repeat an earlier one", s_default.Duplicates));
    readonly Option<double?> _changes = CheckedOption.Share("--changes", Default("Share of rows that bring an order's new status", s_default.Changes));
    readonly Option<Fault[]?> _faults = FaultsOption();
    readonly Option<string> _output = new("--output", "-o") { Description = "The file to write; - for standard output", HelpName = "FILE", Required = true };

    public GenerateCommand(CommandHost host)
        : base("generate", "Write realistic sample data, the same bytes for the same seed.", host)
    {
        _dataset.AcceptOnlyFromAmong([.. SampleDataset.All.Select(dataset => dataset.Name)]);
        Add(_dataset);
        Add(_rows);
        Add(_seed);
        Add(_bad);
        Add(_duplicates);
        Add(_changes);
        Add(_faults);
        Add(_output);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dataset = SampleDataset.All.Single(dataset => dataset.Name == invocation.Value(_dataset));
        var shape = Shape(invocation);
        var sample = new SampleFile(dataset, shape);
        var path = invocation.Value(_output)!;
        var start = Stopwatch.GetTimestamp();

        if (path == StandardOutput)
        {
            await using var to = invocation.Terminal.OpenOut();
            await sample.WriteAsync(to, progress: null, cancellationToken);
            return ExitCode.Done;
        }

        var bytes = await sample.WriteToFileAsync(path, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, new(dataset.Name, Path.GetFullPath(path), shape.Rows, bytes, elapsed.TotalSeconds), WireJson.Default.GenerateAnswer);
        else
            invocation.Terminal.Out.WriteLine(
                $"{path}: {CellText.Count(shape.Rows)} rows, {CellText.Count(bytes)} bytes, {CellText.Seconds(elapsed)}, {CellText.Megabytes(bytes / elapsed.TotalSeconds)} MB/s");
        return ExitCode.Done;
    }

    SampleShape Shape(Invocation invocation) => new(
        invocation.Value(_rows) ?? s_default.Rows,
        invocation.Value(_seed) is { } seed ? (ulong)seed : s_default.Seed,
        invocation.Value(_bad) ?? s_default.Bad,
        invocation.Value(_duplicates) ?? s_default.Duplicates,
        invocation.Value(_changes) ?? s_default.Changes,
        invocation.Value(_faults) is { Length: > 0 } faults ? faults : null);

    static Option<Fault[]?> FaultsOption()
    {
        var option = CheckedOption.Of("--faults", $"kinds with commas between: {CheckedOption.Names<Fault>()}", (string text, out Fault[]? value) =>
        {
            var kinds = text.Split(',').Select(name => CheckedOption.TryReadName<Fault>(name, out var kind) ? kind : (Fault?)null).ToList();
            value = [.. kinds.OfType<Fault>()];
            return !kinds.Contains(null);
        });
        option.Description = $"Kinds of bad rows, with commas between (default: all of {CheckedOption.Names<Fault>()})";
        option.HelpName = "FAULT,…";
        return option;
    }

    static string Default(string description, double value) => string.Create(CultureInfo.InvariantCulture, $"{description} (default: {value})");
}
