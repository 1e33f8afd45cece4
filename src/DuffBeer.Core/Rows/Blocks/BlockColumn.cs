using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Parses one column for all records of a block.</summary>
/// <remarks>
/// Common forms are read in a tight loop, many cells at a time; every other cell goes to the column's <see cref="CellParser"/>, which alone
/// knows the rules. So a cell's value does not depend on how it was read.
/// </remarks>
abstract class BlockColumn
{
    readonly CellParser _parser;
    readonly RowValues _row;

    protected BlockColumn(Column column, int slot, int cell)
    {
        (Slot, CellIndex) = (slot, cell);
        _parser = CellParser.For(column, 0);
        _row = new(1, DateOnly.MinValue);
    }

    public int Slot { get; }

    /// <summary>Index of the column's cell in every record; -1 if the file has no such column.</summary>
    protected int CellIndex { get; }

    /// <summary>The column's values of the block read last; null if they are texts.</summary>
    public virtual ScalarVector? Scalars => null;

    /// <summary>The column's texts of the block read last; null if they are scalars.</summary>
    public virtual TextVector? Texts => null;

    /// <param name="column">The column.</param>
    /// <param name="slot">Where its values go.</param>
    /// <param name="cell">Index of its cell in every record; -1 if the file has no such column.</param>
    /// <param name="alwaysCoded">Whether its texts stay in a dictionary however many there are.</param>
    public static BlockColumn For(Column column, int slot, int cell, bool alwaysCoded) => column.Type.Kind switch
    {
        TypeKind.String => new TextColumn(column, slot, cell, alwaysCoded),
        _ when !column.Notation.IsPlain => new ScalarColumn<RareForm>(column, slot, cell),
        TypeKind.Int32 or TypeKind.Int64 => new ScalarColumn<IntegerForm>(column, slot, cell),
        TypeKind.Decimal => new ScalarColumn<DecimalForm>(column, slot, cell),
        TypeKind.Date when column.Formats is [] or ["yyyy-MM-dd"] => new ScalarColumn<IsoDateForm>(column, slot, cell),
        _ => new ScalarColumn<RareForm>(column, slot, cell),
    };

    /// <summary>Reads the column of all records.</summary>
    /// <remarks>
    /// The value of a faulty record has no meaning; the rules are not applied to records already faulty, which may not even be UTF-8.
    /// </remarks>
    public abstract void Parse(RecordBlock block, RowFaults faults);

    /// <summary>Reads one cell by the column's rules; null if it is accepted, and <see cref="Value"/> has it.</summary>
    protected RejectCode? ParseByRule(ReadOnlySpan<byte> cell)
    {
        _row.Clear();
        return _parser.Parse(cell, _row);
    }

    protected bool IsNull => _row.IsNull(0);

    protected long Value => _row.Scalar(0);

    protected ReadOnlySpan<byte> Text => _row.Text(0);
}
