using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Generate;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

/// <summary>An option's names; a bare list would be empty instead of null without the option.</summary>
sealed record NameList<T>(IReadOnlyList<T> Names);

sealed class GenerateCommand : DuffBeerCommand
{
    const string StandardOutput = "-";

    readonly Argument<string> _dataset = new("DATASET")
    {
        Description = $"One of {string.Join(", ", SampleDataset.All.Select(dataset => dataset.Name))}",
        HelpName = "DATASET",
    };
    readonly Option<long?> _rows = CheckedOption.Count(
        "--rows", $"Number of rows, including bad ones and duplicates (default: {ByDataset(usual => usual.Rows)})", least: 0);
    readonly Option<long?> _seed = CheckedOption.Count(
        "--seed", $"The same seed gives the same bytes (default: {new SampleShape(0).Seed})", least: 0);
    readonly Option<double?> _bad = CheckedOption.Share("--bad", $"Share of bad rows (default: {ByDataset(usual => usual.Bad)})");
    readonly Option<double?> _duplicates = CheckedOption.Share(
        "--duplicates", $"Share of rows that repeat an earlier one (default: {ByDataset(usual => usual.Duplicates)})");
    readonly Option<double?> _changes = CheckedOption.Share(
        "--changes",
        $"Share of rows with a new status of an order, where the dataset has any (default: {ByDataset(usual => usual.Changes)})");
    readonly Option<NameList<Fault>?> _faults = Names<Fault>("--faults", "FAULT,…", "Kinds of bad rows", "all of");
    readonly Option<NameList<Quirk>?> _quirks = Names<Quirk>(
        "--quirks", "QUIRK,…", "Oddities that are valid", "the dataset's usual ones, of", orNone: true);
    readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The file to write; - for standard output", HelpName = "FILE", Required = true
    };

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
        Add(_quirks);
        Add(_output);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var dataset = SampleDataset.All.Single(dataset => dataset.Name == invocation.Value(_dataset));
        var shape = Shape(invocation, dataset);
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
            JsonText.Write(
                invocation.Terminal.Out,
                new(dataset.Name, Path.GetFullPath(path), shape.Rows, bytes, elapsed.TotalSeconds),
                CommandJson.Default.GenerateAnswer);
        else
            invocation.Terminal.Out.WriteLine(
                $"{path}: {DisplayText.Count(shape.Rows)} rows, {DisplayText.Count(bytes)} bytes, {DisplayText.Seconds(elapsed)}, "
                    + $"{DisplayText.Megabytes(bytes / elapsed.TotalSeconds)} MB/s");
        return ExitCode.Done;
    }

    SampleShape Shape(Invocation invocation, SampleDataset dataset)
    {
        var usual = dataset.Usual;
        var quirks = invocation.Value(_quirks)?.Names;
        if (quirks?.Except(dataset.Quirks).ToList() is { Count: > 0 } strange)
            throw new TerminalException(ProblemCode.BadRequest,
                $"{dataset.Name} has no {string.Join(", ", strange)}. Its quirks are {string.Join(", ", dataset.Quirks)}.");
        return new(
            invocation.Value(_rows) ?? usual.Rows,
            invocation.Value(_seed) is { } seed ? (ulong)seed : usual.Seed,
            invocation.Value(_bad) ?? usual.Bad,
            invocation.Value(_duplicates) ?? usual.Duplicates,
            invocation.Value(_changes) ?? usual.Changes,
            invocation.Value(_faults)?.Names,
            quirks);
    }

    /// <summary>Comma-separated names of an enum; <c>none</c> for an empty list where that is allowed.</summary>
    static Option<NameList<T>?> Names<T>(string name, string helpName, string description, string usually, bool orNone = false)
        where T : struct, Enum
    {
        var none = orNone ? ", or none" : "";
        var expected = $"kinds separated by commas: {CheckedOption.Names<T>()}{none}";
        var option = CheckedOption.Of(name, expected, (string text, out NameList<T>? value) =>
        {
            value = new([]);
            if (orNone && text.Equals("none", StringComparison.OrdinalIgnoreCase))
                return true;
            var kinds = text.Split(',').Select(kind => CheckedOption.TryReadName<T>(kind, out var known) ? known : (T?)null).ToList();
            value = new([.. kinds.OfType<T>()]);
            return !kinds.Contains(null);
        });
        option.Description = $"{description}, separated by commas{none} (default: {usually} {CheckedOption.Names<T>()})";
        option.HelpName = helpName;
        return option;
    }

    /// <summary>The value, or one per dataset where they differ.</summary>
    static string ByDataset<T>(Func<SampleShape, T> value)
        where T : notnull
    {
        var first = value(SampleDataset.All[0].Usual);
        var others = SampleDataset.All
            .Where(dataset => !value(dataset.Usual).Equals(first))
            .Select(dataset => string.Create(CultureInfo.InvariantCulture, $", {dataset.Name} {value(dataset.Usual)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{first}{string.Concat(others)}");
    }
}
