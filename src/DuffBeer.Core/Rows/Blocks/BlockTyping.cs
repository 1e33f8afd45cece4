using System.Runtime.CompilerServices;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows.Blocks;

/// <summary>Parses and validates blocks of records column by column, then computes the derived columns.</summary>
sealed class BlockTyping : IDisposable
{
    readonly RowRules _rules;
    readonly BlockColumn[] _columns;
    readonly DerivedBlockColumn[] _derived;
    readonly ScalarVector?[] _scalars;
    readonly TextVector?[] _texts;
    readonly BlockValues _values;
    readonly bool _hasRequired;

    /// <exception cref="TerminalException">The contract needs a hash key, but the settings have none.</exception>
    public BlockTyping(DatasetContract contract, HeaderMap header, RowRules rules, RowSettings settings)
    {
        if (settings.HashKey is null && contract.Derived.FirstOrDefault(column => column.Is.UsesHashKey) is { } hashed)
            throw new TerminalException(ProblemCode.BadRequest,
                $"{contract.Name}: the column {hashed.Name} is a keyed hash, but no hash key is set. Set one and keep it, or hashes of " +
                "old and new rows will differ.");
        _rules = rules;
        _hasRequired = contract.Columns.Any(column => column.Required);
        var slots = contract.Columns.Count + contract.Derived.Count;
        (_scalars, _texts) = (new ScalarVector?[slots], new TextVector?[slots]);
        _values = new(slots, RecordBlock.MaxRecords, settings.ProcessingDate);
        _columns =
        [
            .. contract.Columns.Select(
                (column, slot) => BlockColumn.For(column, slot, header.Cells[slot], contract.PartitionBy.Contains(column.Name))),
        ];
        foreach (var column in _columns)
            (_scalars[column.Slot], _texts[column.Slot]) = (column.Scalars, column.Texts);

        var row = new RowValues(slots, settings.ProcessingDate, settings.HashKey);
        _derived = new DerivedBlockColumn[contract.Derived.Count];
        var names = contract.Columns.Select(column => column.Name).Concat(contract.Derived.Select(column => column.Name)).ToArray();
        for (var index = 0; index < _derived.Length; index++)
        {
            var (column, slot) = (contract.Derived[index], contract.Columns.Count + index);
            _derived[index] = new(column, slot, [.. Enumerable.Range(0, slot).Where(used => column.Is.UsedColumns.Contains(names[used]))],
                row, this, contract.PartitionBy.Contains(column.Name));
            (_scalars[slot], _texts[slot]) = (_derived[index].Scalars, _derived[index].Texts);
        }

        for (var slot = 0; slot < slots; slot++)
            _values[slot] = _scalars[slot];
    }

    /// <summary>Which of the block's rows are rejected, and why.</summary>
    public RowFaults Faults { get; } = new(RecordBlock.MaxRecords);

    /// <summary>The scalars of a slot for the block's rows; null if the slot holds texts.</summary>
    public ScalarVector? Scalars(int slot) => _scalars[slot];

    /// <summary>The texts of a slot for the block's rows; null if the slot holds scalars.</summary>
    public TextVector? Texts(int slot) => _texts[slot];

    public void Dispose()
    {
        foreach (var texts in _texts)
            texts?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(RecordBlock block)
    {
        Faults.Clear();
        // The faulty record is looked up only if there is one.
        if (!block.IsAscii && !Utf8Text.IsValid(block.Raw))
            FindInvalid(block);
        if (!_hasRequired)
            FindGhosts(block);
        foreach (var column in _columns)
            column.Parse(block, Faults);
        _values.Rows = block.Count;
        foreach (var column in _derived)
            column.Compute(_values, Faults);
    }

    /// <summary>Where no column is required, a line of nothing but separators would be a row of nulls.</summary>
    void FindGhosts(RecordBlock block)
    {
        for (var row = 0; row < block.Count; row++)
        {
            if (block.Cells > 1 && block.LengthOf(row) == block.Cells - 1)
                Faults.Set(row, new(RejectCode.RequiredError, 0));
        }
    }

    void FindInvalid(RecordBlock block)
    {
        for (var row = 0; row < block.Count; row++)
        {
            var record = block[row];
            if (!Utf8Text.IsValid(record.Raw))
                Faults.Set(row, _rules.FaultOf(record));
        }
    }
}
