using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>One cell through its column's parser.</summary>
static class ParsedCell
{
    /// <param name="expected">A string, a scalar as it is stored, null, or the code of a reject.</param>
    public static void Expect(Column column, string cell, object? expected)
    {
        var row = new RowValues(1, DateOnly.MinValue);
        var code = Parse(column, cell, row);

        Assert.Equal(
            expected, code ?? (row.IsNull(0) ? null : column.Type.Kind == TypeKind.String ? row.TextOf(0) : (object)row.Scalar(0)));
    }

    public static RejectCode? Parse(Column column, string cell, RowValues row) =>
        CellParser.For(column, 0).Parse(Encoding.UTF8.GetBytes(cell), row);
}
