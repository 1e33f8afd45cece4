using System.CommandLine;
using System.CommandLine.Completions;
using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Commands;

/// <summary>Names of the reports that the typed line means, for completion: a report's file has its name, so none is read.</summary>
static class ReportNames
{
    public static void Complete(Argument name, CommandHost host) => name.CompletionSources.Add(context => All(context, host));

    static IEnumerable<CompletionItem> All(CompletionContext context, CommandHost host)
    {
        try
        {
            return
            [
                .. host.Called(context.ParseResult).DefinitionFolder.Sql("reports")
                    .Select(file => Path.GetFileNameWithoutExtension(file.File))
                    .Order(StringComparer.Ordinal)
                    .Select(report => new CompletionItem(report)),
            ];
        }
        catch (Exception failure) when (failure is TerminalException or IOException or UnauthorizedAccessException)
        {
            // A completion has no place for a message; the command itself will say it.
            return [];
        }
    }
}
