using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>The origin of each column of an estimated model: the estimator, or the SELECT by way of it.</summary>
public sealed class EstimatedColumns
{
    readonly SqlModel _model;
    readonly IEstimator _estimator;
    readonly TableColumn[] _passed;

    public EstimatedColumns(SqlModel model)
    {
        (_model, _estimator) = (model, model.Estimator ?? throw new ArgumentException($"{model.Name} has no estimator.", nameof(model)));
        _passed = [.. model.Columns.Where(column => _estimator.Outputs.All(output => output.Name != column.Name))];
    }

    /// <summary>
    /// Checks that the header declares all of the estimator's columns with its types,
    /// other columns only if rows are kept, and only types that a part can store.
    /// </summary>
    internal static void Check(SqlModel model, int line, ICollection<DefinitionError> errors)
    {
        if (model.PartitionBy.Count > 0)
            errors.Add(new(model.File, line, 1, "an estimated model has no partitions"));
        if (model.Estimator is not { } estimator)
            return;

        foreach (var output in estimator.Outputs.Where(
            output => !model.Columns.Any(column => column.Name == output.Name && column.Type == output.Type)))
            errors.Add(new(model.File, line, 1, $"the estimator computes {output.Name} {output.Type}: list it under columns"));
        foreach (var column in new EstimatedColumns(model)._passed)
        {
            if (!estimator.KeepsRows)
                errors.Add(
                    new(
                        model.File,
                        line,
                        1,
                        $"the estimator does not compute {column.Name}, and does not pass on the SELECT's own columns"));
            else if (column.Type is { Kind: TypeKind.Decimal, Precision: > LogicalType.MaxPrecision })
                errors.Add(
                    new(
                        model.File,
                        line,
                        1,
                        $"{column.Name} passes through the estimator, where a decimal has at most {LogicalType.MaxPrecision} digits"));
        }
    }

    /// <summary>The SELECT of the estimator's inputs, then of the columns that pass through, each cast to its type.</summary>
    public Statement Select(SqlScope scope)
    {
        var statement = scope.Render(_model.Sql);
        var casts = _estimator.Inputs.Concat(_passed)
            .Select(
                (column, index) =>
                    $"{scope.Dialect.Cast(SqlName.Quote(column.Name), column.Type)} AS "
                        + $"{SqlName.Quote(FormattableString.Invariant($"c{index}"))}");
        return statement with
        {
            Sql = $"SELECT {string.Join(", ", casts)} FROM (\n{statement.Sql}\n) AS selected", FirstLine = statement.FirstLine - 1
        };
    }

    /// <summary>Rows of <see cref="Select"/> as rows of the model.</summary>
    /// <exception cref="TerminalException"><c>ModelFailed</c>: a required value is missing, or the estimator failed.</exception>
    public IEnumerable<object?[]> Estimate(IReadOnlyList<object?[]> rows)
    {
        foreach (var (index, input) in _estimator.Inputs.Index().Where(input => !input.Item.Nullable))
        {
            if (rows.Any(row => row[index] is null))
                throw new TerminalException(
                    ProblemCode.ModelFailed, $"The estimator needs {input.Name} in every row, but the SELECT returned null.");
        }

        var inputs = _estimator.Inputs.Count;
        var estimated = _estimator.Estimate([.. rows.Select(row => row[..inputs])]);
        int[] places = [.. _model.Columns.Select(PlaceOf)];
        return estimated.Select((row, index) =>
        {
            object?[] both = _estimator.KeepsRows ? [.. row, .. rows[index][inputs..]] : row;
            return (object?[])[.. places.Select(place => both[place])];
        });
    }

    int PlaceOf(TableColumn column)
    {
        var outputs = _estimator.Outputs;
        for (var index = 0; index < outputs.Count; index++)
        {
            if (outputs[index].Name == column.Name)
                return index;
        }

        return outputs.Count + Array.IndexOf(_passed, column);
    }
}
