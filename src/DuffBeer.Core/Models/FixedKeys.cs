using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models;

/// <summary>The surrogate keys that a contract fixes for known values, looked up by <c>fixed_key('dataset.column', x)</c>.</summary>
static class FixedKeys
{
    public static IReadOnlyDictionary<string, long> Of(string datasetColumn, IReadOnlyDictionary<string, DatasetContract> contracts)
    {
        var parts = datasetColumn.Split('.');
        return parts.Length == 2 && contracts.TryGetValue(parts[0], out var contract) && contract.Keys.TryGetValue(parts[1], out var keys)
            ? keys
            : throw new TerminalException(
                ProblemCode.DefinitionInvalid, $"fixed_key('{datasetColumn}'): no contract has keys for that column.");
    }
}
