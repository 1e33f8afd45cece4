using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>A step in C# behind a model's SELECT: it computes columns that SQL cannot.</summary>
/// <remarks>Pure: the same rows, in whatever order, give the same result.</remarks>
public interface IEstimator
{
    /// <summary>What it is and in which version, with its arguments: part of the model's hash.</summary>
    string Identity { get; }

    /// <summary>Columns that the SELECT must give; they are cast to these types.</summary>
    IReadOnlyList<TableColumn> Inputs { get; }

    /// <summary>Columns that it computes; the model's header declares them with these types.</summary>
    IReadOnlyList<TableColumn> Outputs { get; }

    /// <summary>
    /// True: a row for each row of the SELECT, whose other columns pass through. False: its outputs are all of the model's columns.
    /// </summary>
    bool KeepsRows { get; }

    /// <summary>
    /// Takes rows of <see cref="Inputs"/> and gives rows of <see cref="Outputs"/>; cells as in <see cref="Ports.QueryResult"/>.
    /// </summary>
    /// <exception cref="Failures.TerminalException"><c>ModelFailed</c>.</exception>
    IReadOnlyList<object?[]> Estimate(IReadOnlyList<object?[]> rows);
}
