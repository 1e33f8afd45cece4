using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The meaning of templates in one statement: the engine's dialect, and everything that a name may refer to.</summary>
public sealed record SqlScope(ISqlDialect Dialect)
{
    /// <summary>Resolves <c>ref</c>: a model's version in one snapshot.</summary>
    public IReadOnlyDictionary<string, Relation> Models { get; init; } = new Dictionary<string, Relation>();

    /// <summary>Resolves <c>source</c>: the published runs of a dataset.</summary>
    public IReadOnlyDictionary<string, Relation> Datasets { get; init; } = new Dictionary<string, Relation>();

    /// <summary>The keys of known values for <c>fixed_key</c>.</summary>
    public IReadOnlyDictionary<string, DatasetContract> Contracts { get; init; } = new Dictionary<string, DatasetContract>();
    public IReadOnlyDictionary<string, SqlValue> Settings { get; init; } = new Dictionary<string, SqlValue>();
    public IReadOnlyDictionary<string, SqlValue> Parameters { get; init; } = new Dictionary<string, SqlValue>();

    public Statement Render(SqlTemplate template) => SqlRenderer.Render(template, this);
}
