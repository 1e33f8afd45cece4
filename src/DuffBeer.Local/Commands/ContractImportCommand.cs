using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Definitions.Yaml.Odcs;
using DuffBeer.Local.Projects;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class ContractImportCommand : DuffBeerCommand
{
    readonly Argument<string> _file = new("FILE") { Description = "A contract of the Open Data Contract Standard 3, YAML or JSON" };
    readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "The folder of definitions whose contracts/ gets the result (default: this folder)", DefaultValueFactory = _ => ".",
    };

    public ContractImportCommand(CommandHost host)
        : base("import", "Make contracts of a file of the Open Data Contract Standard, and say what became of each line.", host)
    {
        Add(_file);
        Add(_folder);
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var file = invocation.Value(_file)!;
        var imported = OdcsImport.Read(await File.ReadAllTextAsync(file, cancellationToken), file);
        if (imported.Errors.Count > 0)
            throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', imported.Errors));

        var folder = Path.Combine(Path.GetFullPath(invocation.Value(_folder)!), "contracts");
        var targets = imported.Contracts.Select(contract => Path.Combine(folder, $"{contract.Dataset}.yaml")).ToList();
        if (targets.FirstOrDefault(File.Exists) is { } there)
            throw new TerminalException(
                ProblemCode.BadRequest, $"{there} exists already, and import overwrites nothing. Name another folder.");
        Directory.CreateDirectory(folder);
        foreach (var (contract, target) in imported.Contracts.Zip(targets))
            await File.WriteAllTextAsync(target, contract.Yaml, cancellationToken);
        EditorFiles.WriteMissing(Path.GetDirectoryName(folder)!);

        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, new(targets, imported.Notes), CommandJson.Default.ImportAnswer);
        else
            Write(invocation.Terminal, file, targets, imported.Notes);
        return ExitCode.Done;
    }

    static void Write(Terminal terminal, string file, IReadOnlyList<string> targets, IReadOnlyList<ImportNote> notes)
    {
        foreach (var note in notes)
            terminal.Out.WriteLine($"{file}:{note.Line}: {Word(note.Kind)} {note.Path}: {note.Text}");
        foreach (var target in targets)
            terminal.Out.WriteLine(target);
        var counts = notes.CountBy(note => note.Kind).ToDictionary();
        Paragraph.Write(
            terminal,
            $"{counts.GetValueOrDefault(ImportNoteKind.Taken)} taken, {counts.GetValueOrDefault(ImportNoteKind.Guessed)} guessed, "
                + $"{counts.GetValueOrDefault(ImportNoteKind.LeftOut)} left out. Read the contract, then run 'duffbeer check'.");
    }

    static string Word(ImportNoteKind kind) => kind switch
    {
        ImportNoteKind.Taken => "taken   ",
        ImportNoteKind.Guessed => "GUESSED ",
        _ => "LEFT OUT",
    };
}
