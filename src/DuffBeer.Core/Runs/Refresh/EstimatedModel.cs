using DuffBeer.Core.Columns;
using DuffBeer.Core.Models;
using DuffBeer.Core.Models.Estimation;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Refresh;

/// <summary>Builds models with an estimator: runs the SELECT, estimates, writes one part.</summary>
/// <remarks>Holds all rows of such a model in memory; they are customers, not orders.</remarks>
public sealed class EstimatedModel(IQueryEngine engine, IPartWriter writer, IObjectStore lake)
{
    const int RowGroupRows = 65_536;

    public async Task<Materialized> WriteAsync(SqlModel model, SqlScope scope, string prefix, CancellationToken cancellationToken)
    {
        var columns = new EstimatedColumns(model);
        var selected = await engine.QueryAsync(columns.Select(scope), cancellationToken);

        var key = LakeKeys.OnlyPart(prefix, writer.Extension);
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        var part = writer.Begin(upload.Body, model.Columns);
        using var batch = new ColumnBatch(model.Columns);
        foreach (var rows in columns.Estimate(InFixedOrder(selected.Rows)).Chunk(RowGroupRows))
        {
            foreach (var row in rows)
                batch.Append(row);
            await part.WriteAsync(batch, cancellationToken);
            batch.Clear();
        }

        var bytes = await part.CompleteAsync(cancellationToken);
        await upload.CommitAsync(cancellationToken);
        return new([key], part.Rows, bytes);
    }

    // Engines return rows in any order, and sums of doubles depend on it. A fixed order gives the same estimates everywhere.
    static IReadOnlyList<object?[]> InFixedOrder(IReadOnlyList<object?[]> rows) => [.. rows.Order(Comparer<object?[]>.Create(Compare))];

    static int Compare(object?[] left, object?[] right)
    {
        for (var cell = 0; cell < left.Length; cell++)
        {
            var order = left[cell] is string text && right[cell] is string other
                ? string.CompareOrdinal(text, other)
                : Comparer<object>.Default.Compare(left[cell], right[cell]);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
