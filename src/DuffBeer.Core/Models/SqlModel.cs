using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models.Estimation;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The layer of a model: cleaned rows, facts and dimensions, or tables for reports.</summary>
public enum Layer { Staging, Core, Mart }

/// <summary>One SELECT in one file, with the properties that its header declares.</summary>
public sealed record SqlModel
{
    public required string Name { get; init; }
    public required string Domain { get; init; }
    public required Layer Layer { get; init; }

    /// <summary>What one row stands for.</summary>
    public required string Grain { get; init; }
    public required string Description { get; init; }
    public string Owner { get; init; } = "";
    public required IReadOnlyList<TableColumn> Columns { get; init; }
    public IReadOnlyList<AuditCall> Audits { get; init; } = [];
    public IReadOnlyList<string> PartitionBy { get; init; } = [];
    public required SqlTemplate Sql { get; init; }

    /// <summary>Which rows of its inputs a row is made of; null if the header does not say.</summary>
    public IReadOnlyList<InputLink>? From { get; init; }

    /// <summary>Columns that depend on more rows than <see cref="From"/> names.</summary>
    public IReadOnlyList<string> Whole { get; init; } = [];

    /// <summary>The dataset of whose rows it says what became of them; null for other models.</summary>
    public RowFate? Fate { get; init; }

    /// <summary>Computes the model from the SELECT's rows; null if they are the model.</summary>
    public IEstimator? Estimator { get; init; }

    /// <summary>The SELECT as written in the file, templates included.</summary>
    public required string Text { get; init; }

    /// <summary>Path of the file, for messages.</summary>
    public required string File { get; init; }

    /// <summary>
    /// 16 hex digits over the SELECT, the columns' names and types and the estimator: descriptions may change without a rebuild.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>The texts with the values of settings, where the file has their names.</summary>
    public SqlModel Described(IReadOnlyDictionary<string, SqlValue> settings)
    {
        var written = Written ?? this;
        return written with
        {
            Description = SettingText.Of(written.Description, settings),
            Columns = SettingText.Of(written.Columns, settings),
            Written = written,
        };
    }

    /// <summary>The model as the file has it; null if this is it.</summary>
    SqlModel? Written { get; init; }

    public bool HasColumn(string name) => Columns.Any(column => column.Name == name);
}
