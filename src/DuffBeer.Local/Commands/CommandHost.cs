using System.CommandLine;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

/// <summary>Runs commands: a failure becomes a problem on standard error and an exit code.</summary>
sealed class CommandHost(Terminal terminal, GlobalOptions globals, OpenWorkspace open)
{
    public async Task<int> RunAsync(
        ParseResult arguments, string? home, Func<Invocation, CancellationToken, Task<ExitCode>> command,
        CancellationToken cancellationToken)
    {
        var json = arguments.GetValue(globals.Json);
        try
        {
            await using var invocation = new Invocation(arguments, home, terminal, globals, open);
            return (int)await command(invocation, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Stopped. Run the same command again to resume.");
            return (int)ExitCode.Stopped;
        }
        catch (RunException failure)
        {
            return Fail(new(failure.Code, failure.Message), json);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail(new(ProblemCode.SourceMissing, failure.Message), json);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail(new(ProblemCode.StoreUnavailable, failure.Message), json);
        }
        catch (Exception defect)
        {
            return Fail(
                new(
                    ProblemCode.Internal,
                    $"This is a defect of duffbeer. Please report it with the following lines.{Environment.NewLine}{defect}"),
                json);
        }
        finally
        {
            await terminal.Out.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>What a line means that is not run, such as one that a shell completes.</summary>
    public Invocation Called(ParseResult arguments) => new(arguments, ownHome: null, terminal, globals, open);

    int Fail(Problem problem, bool json)
    {
        ProblemText.Write(terminal.Error, problem, json);
        return (int)ExitCodes.Of(problem.Code);
    }
}
