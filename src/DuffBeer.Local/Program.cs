using DuffBeer.Core.Failures;
using DuffBeer.Local;
using DuffBeer.Local.Commands;

return await new CommandLine(
    Terminal.OfProcess(),
    (settings, _) => throw new TerminalException(ProblemCode.EngineUnavailable, $"Nothing can open {settings.Home} yet.")).RunAsync(args);
