using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>A C# step after a model's SELECT: it computes columns that SQL cannot.</summary>
/// <remarks>Pure: the same rows give the same result in any order.</remarks>
public interface IEstimator
{
    /// <summary>Name, version and arguments: part of the model's hash.</summary>
    string Identity { get; }

    /// <summary>Columns that the SELECT must return; they are cast to these types.</summary>
    IReadOnlyList<TableColumn> Inputs { get; }

    /// <summary>Columns that the estimator computes; the model's header declares them with these types.</summary>
    IReadOnlyList<TableColumn> Outputs { get; }

    /// <summary>
    /// True for one row per row of the SELECT, whose other columns pass through. False if the outputs are all of the model's columns.
    /// </summary>
    bool KeepsRows { get; }

    /// <summary>
    /// Converts rows of <see cref="Inputs"/> to rows of <see cref="Outputs"/>; cells as in <see cref="Ports.QueryResult"/>.
    /// </summary>
    /// <exception cref="Failures.TerminalException"><c>ModelFailed</c>.</exception>
    IReadOnlyList<object?[]> Estimate(IReadOnlyList<object?[]> rows);
}
