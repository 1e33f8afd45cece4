using System.CommandLine;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class DefinitionsCommand : DuffBeerCommand
{
    readonly Option<bool> _forget = new("--forget")
    {
        Description = "Forget the folders that the home remembers: later commands use the shipped definitions alone",
    };

    public DefinitionsCommand(CommandHost host)
        : base("definitions", "Show which folders of definitions the home uses, and what they override.", host) => Add(_forget);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var wasThere = invocation.Value(_forget) && workspace.ForgetDefinitions();
        var used = workspace.Definitions();
        if (invocation.Json)
            JsonText.Write(invocation.Terminal.Out, used, CommandJson.Default.UsedDefinitions);
        else
            Write(invocation.Terminal, used, invocation.Value(_forget), wasThere);
        return ExitCode.Done;
    }

    static void Write(Terminal terminal, UsedDefinitions used, bool forget, bool wasThere)
    {
        if (forget)
            Paragraph.Write(
                terminal,
                wasThere
                    ? "Forgotten. The next 'duffbeer refresh' drops the models of those folders from the snapshot."
                    : "This home remembers no folders.");
        foreach (var folder in used.Folders)
            terminal.Out.WriteLine(folder);
        foreach (var overridden in used.Overrides)
            terminal.Out.WriteLine(overridden);
    }
}
