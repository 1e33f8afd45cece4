using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>A column computed from others: for all rows of a block in one pass if its expression can, otherwise row by row.</summary>
/// <param name="column">The column.</param>
/// <param name="slot">Where its values go.</param>
/// <param name="uses">Slots that the expression reads.</param>
/// <param name="row">For rows computed one by one.</param>
/// <param name="typing">The values of the slots.</param>
/// <param name="alwaysCoded">Whether its texts stay in a dictionary however many there are.</param>
sealed class DerivedBlockColumn(DerivedColumn column, int slot, int[] uses, RowValues row, BlockTyping typing, bool alwaysCoded)
{
    public ScalarVector? Scalars { get; } = column.Type.Kind == TypeKind.String ? null : new(RecordBlock.MaxRecords);

    public TextVector? Texts { get; } = column.Type.Kind == TypeKind.String ? new(alwaysCoded) : null;

    public void Compute(BlockValues block, RowFaults faults)
    {
        Scalars?.Clear();
        Texts?.Begin(block.Rows);
        if (Scalars is not null && column.Is.TryAssign(block, Scalars))
            return;

        for (var index = 0; index < block.Rows; index++)
        {
            if (faults[index] is not null)
                SetNull(index);
            else if (Compute(index))
                Keep(index);
            else
            {
                faults.Set(index, new(RejectCode.RangeError, slot));
                SetNull(index);
            }
        }
    }

    bool Compute(int index)
    {
        row.Clear();
        foreach (var used in uses)
        {
            if (typing.Scalars(used) is { } scalars)
            {
                if (!scalars.IsNull(index))
                    row.SetScalar(used, scalars.Values[index]);
            }
            else if (typing.Texts(used) is { } texts && !texts.IsNull(index))
            {
                row.SetText(used, texts[index]);
            }
        }

        return column.Is.TryAssign(row, slot);
    }

    void Keep(int index)
    {
        if (row.IsNull(slot))
            SetNull(index);
        else if (Scalars is not null)
            Scalars.Values[index] = row.Scalar(slot);
        else
            Texts!.Set(index, row.Text(slot));
    }

    void SetNull(int index)
    {
        if (Scalars is not null)
        {
            Scalars.Values[index] = 0;
            Scalars.SetNull(index);
        }
        else
            Texts!.SetNull(index);
    }
}
