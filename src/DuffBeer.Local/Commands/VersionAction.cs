using System.CommandLine;
using System.CommandLine.Invocation;

namespace DuffBeer.Local.Commands;

/// <summary>What <c>--version</c> prints.</summary>
sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.OfProgram);
        return (int)ExitCode.Done;
    }
}
