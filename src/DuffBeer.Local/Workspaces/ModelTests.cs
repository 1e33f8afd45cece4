using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.UnitTests;
using DuffBeer.Core.Ports;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml.UnitTests;

namespace DuffBeer.Local.Workspaces;

/// <summary>Runs the unit tests of definitions on the embedded engine, without a home.</summary>
static class ModelTests
{
    /// <param name="model">Only the tests of this model; null for all.</param>
    /// <exception cref="TerminalException">
    /// <c>DefinitionInvalid</c> naming every mistake of the tests; <c>NotFound</c>: no such model, or it has no tests.
    /// </exception>
    public static async Task<IReadOnlyList<ModelTestResult>> RunAsync(
        DefinitionFolder folder, ModelDefinitions definitions, string? model, CancellationToken cancellationToken)
    {
        if (model is not null)
            definitions.Check(RefreshRequest.Changes with { Models = [model] });
        var (tests, errors) = ModelTestLoader.Load(folder, definitions);
        if (errors.Count > 0)
            throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));
        var chosen = tests.Where(test => model is null || test.Model == model).ToList();
        if (chosen.Count == 0)
            throw new TerminalException(
                ProblemCode.NotFound, $"There are no unit tests{(model is null ? "" : $" of {model}")}. One is tests/MODEL/CASE.yaml.");

        using var lake = new EmptyLake();
        return await RunAsync(chosen, new(definitions, lake.Engine), cancellationToken);
    }

    static async Task<IReadOnlyList<ModelTestResult>> RunAsync(
        List<ModelTest> tests, ModelTestRun run, CancellationToken cancellationToken)
    {
        return await SideBySide.SelectAsync(tests, Environment.ProcessorCount, run.RunAsync, cancellationToken);
    }
}
