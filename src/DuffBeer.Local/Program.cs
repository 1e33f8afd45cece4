using DuffBeer.Embedded.DuckDb;
using DuffBeer.Local;
using DuffBeer.Local.Commands;
using DuffBeer.Local.Workspaces;

NativeMemory.Bound();
var terminal = Terminal.OfProcess();
return await new CommandLine(
    terminal,
    (settings, _) =>
        Task.FromResult<DuffBeer.Local.Workspaces.IWorkspace>(new EmbeddedWorkspace(settings, terminal.Error.WriteLine))).RunAsync(args);
