using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>What the templates of one statement stand for: the engine's dialect and everything that a name may mean.</summary>
public sealed record SqlScope(ISqlDialect Dialect)
{
    /// <summary>What <c>ref</c> means: a model's version in one snapshot.</summary>
    public IReadOnlyDictionary<string, Relation> Models { get; init; } = new Dictionary<string, Relation>();

    /// <summary>What <c>source</c> means: the published runs of a dataset.</summary>
    public IReadOnlyDictionary<string, Relation> Datasets { get; init; } = new Dictionary<string, Relation>();

    /// <summary>Where <c>fixed_key</c> finds the keys of known values.</summary>
    public IReadOnlyDictionary<string, DatasetContract> Contracts { get; init; } = new Dictionary<string, DatasetContract>();
    public IReadOnlyDictionary<string, SqlValue> Settings { get; init; } = new Dictionary<string, SqlValue>();
    public IReadOnlyDictionary<string, SqlValue> Parameters { get; init; } = new Dictionary<string, SqlValue>();

    public Statement Render(SqlTemplate template) => SqlRenderer.Render(template, this);
}
