using System.CommandLine;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class DocsCommand : DuffBeerCommand
{
    const string DefaultFolder = "docs";

    readonly Argument<string> _folder = new("FOLDER")
    {
        Description = "Where to write datasets/, models/, reports/ and reference/", DefaultValueFactory = _ => DefaultFolder
    };

    public DocsCommand(CommandHost host)
        : base("docs", "Write the data dictionary: a page for every dataset, model and report, and the reference of definitions.", host) =>
        Add(_folder);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(invocation.Value(_folder)!);
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var pages = await workspace.WriteDocsAsync(folder, cancellationToken);
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, new(folder, pages), CommandJson.Default.DocsAnswer);
        else
            invocation.Terminal.Out.WriteLine($"{invocation.Terminal.Count(pages)} pages in {folder}");
        return ExitCode.Done;
    }
}
