using System.CommandLine;
using System.Globalization;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Local.Rendering;

namespace DuffBeer.Local.Commands;

sealed class TestCommand : DuffBeerCommand
{
    readonly Argument<string?> _model = new("MODEL")
    {
        Description = "Only the tests of this model", Arity = ArgumentArity.ZeroOrOne,
    };

    public TestCommand(CommandHost host)
        : base("test", "Run the unit tests of models, tests/<model>/<case>.yaml, without data or a home.", host) => Add(_model);

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        var results = await workspace.TestAsync(invocation.Value(_model), cancellationToken);
        var isGood = results.All(result => result.Passed);
        if (invocation.Json)
            JsonText.Write(
                invocation.Terminal.Out, new(isGood, [.. results.Select(TestedModel.Of)]), CommandJson.Default.TestAnswer);
        else
            Write(invocation.Terminal, results);
        return isGood ? ExitCode.Done : ExitCode.RunFailed;
    }

    static void Write(Terminal terminal, IReadOnlyList<ModelTestResult> results)
    {
        foreach (var result in results)
        {
            var milliseconds = (result.Seconds * 1000).ToString("0", CultureInfo.InvariantCulture);
            terminal.Out.WriteLine(result.Passed
                ? $"ok      {result.Test.File} ({milliseconds} ms)"
                : $"FAILED  {result.Test.File}: {result.Test.Description}");
            foreach (var difference in result.Differences)
                terminal.Out.WriteLine($"  line {difference.Line}: {difference.Text}");
        }

        var failed = results.Count(result => !result.Passed);
        Paragraph.Write(terminal, $"{results.Count - failed} passed, {failed} failed.");
    }
}
