using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Yaml.Tree;

/// <summary>Collects the mistakes of one file, so that all are reported together.</summary>
sealed class Findings(string file)
{
    readonly List<DefinitionError> _errors = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<DefinitionError> All => [.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)];

    public void Add(YamlNode at, string key, string message) => Add(at.Line, at.Column, key, message);

    public void Add(int line, int column, string key, string message) => _errors.Add(new(file, line, column, message, key));
}
