using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Local.Projects;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class InitCommand : DuffBeerCommand
{
    const string Example = """
        sale_id,sold_on,place,product,units,price
        1,2026-11-02,Springfield,Duff Dry,2,3.50
        2,2026-11-02,Shelbyville,Duff Lite,1,3.20
        3,2026-11-03,Springfield,Duff Lite,4,3.20
        4,2026-11-03,Springfield,Duff Dry,1,3.50
        5,2026-11-04,Shelbyville,Duff Dry,6,3.50
        6,2026-11-05,Springfield,Duff Lite,2,3.20

        """;

    readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "The new folder of definitions (default: this folder)", DefaultValueFactory = _ => ".",
    };
    readonly Option<string?> _from = new("--from")
    {
        Description = "A sample CSV, of which the contract is guessed (default: a small example)", HelpName = "FILE",
    };

    public InitCommand(CommandHost host)
        : base("init", "Write a first project: a contract, a model, a report, a page and a unit test.", host)
    {
        Add(_folder);
        Add(_from);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(invocation.Value(_folder)!);
        var sample = invocation.Value(_from) is { } from ? Path.GetFullPath(from) : Path.Combine(folder, "samples", "sales.csv");
        if (invocation.Value(_from) is not null && !File.Exists(sample))
            throw new TerminalException(ProblemCode.SourceMissing, $"There is no file {sample}.");

        if (Path.GetExtension(sample) is ".yaml" or ".yml")
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"{sample} is no CSV. 'duffbeer contract import' makes a contract of a file of the Open Data Contract Standard.");

        var domain = DefinitionName.Of(Path.GetFileName(folder), "own");
        var dataset = DefinitionName.Of(
            string.Concat(Path.GetFileName(sample).TakeWhile(letter => letter != '.')).TrimEnd([.. "0123456789-_ "]),
            "rows");
        var example = invocation.Value(_from) is null;
        if (example)
            Write(folder, [(Path.GetRelativePath(folder, sample), Example)]);
        var guess = await FileGuess.OfAsync(sample, cancellationToken);
        var files = new ProjectFiles(dataset, domain, guess, SampleFrom(folder, sample)).All().ToList();
        Write(folder, [.. files, .. EditorFiles.All()]);

        foreach (var (path, _) in files)
            invocation.Terminal.Out.WriteLine(Path.Combine(folder, path));
        var odd = guess.Odd > 0
            ? $"; {DisplayText.Count(guess.Odd)} {(guess.Odd == 1 ? "line has" : "lines have")} another number of cells than the header"
            : "";
        var rows = $"{DisplayText.Count(guess.Rows)} {(guess.Rows == 1 ? "row" : "rows")}";
        Paragraph.Write(invocation.Terminal, $"The contract is guessed from {rows}{odd}. Read it, then follow README.md.");
        foreach (var note in guess.Notes)
            Paragraph.Write(invocation.Terminal, note);
        return ExitCode.Done;
    }

    static string SampleFrom(string folder, string sample)
    {
        var near = Path.GetRelativePath(folder, sample).Replace('\\', '/');
        var shown = near.StartsWith("../..", StringComparison.Ordinal) ? sample : near;
        return shown.Contains(' ', StringComparison.Ordinal) ? $"\"{shown}\"" : shown;
    }


    static void Write(string folder, IReadOnlyList<(string Path, string Text)> files)
    {
        if (files.FirstOrDefault(file => File.Exists(Path.Combine(folder, file.Path))).Path is { } there)
            throw new TerminalException(
                ProblemCode.BadRequest, $"{Path.Combine(folder, there)} exists already, and init overwrites nothing. Name another folder.");
        foreach (var (path, text) in files)
        {
            var target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllText(target, text.ReplaceLineEndings("\n"));
        }
    }
}
