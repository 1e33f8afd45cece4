using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Rows;

/// <summary>Why a record is turned away, and by which column: an index into the contract's columns, then its derived columns; -1 is the line.</summary>
readonly record struct RowFault(RejectCode Code, int Column);

/// <summary>Parses and validates a record cell by cell in the contract's order, then computes the derived columns.</summary>
sealed class RowTyping
{
    readonly CellParser[] _parsers;
    readonly int[] _cells;
    readonly int _cellCount;
    readonly Expression[] _derived;

    public RowTyping(DatasetContract contract, HeaderMap header, RowSettings settings)
    {
        if (settings.HashKey is null && contract.Derived.FirstOrDefault(column => column.Is.UsesHashKey) is { } hashed)
            throw new TerminalException(ProblemCode.BadRequest,
                $"{contract.Name}: the column {hashed.Name} is a keyed hash, but the settings have no hash key; set one, and keep it, or hashes of old and new rows will differ.");
        _parsers = [.. contract.Columns.Select(CellParser.For)];
        _cells = [.. header.Cells];
        _cellCount = header.Found.Count;
        _derived = [.. contract.Derived.Select(column => column.Is)];
        Row = new(_parsers.Length + _derived.Length, settings.ProcessingDate, settings.HashKey);
    }

    /// <summary>The values of the record read last, where it had no fault.</summary>
    public RowValues Row { get; }

    public string Expectation(int column) => _parsers[column].Expectation;

    /// <summary>The cell of a column as it was read; empty where the file has no such column.</summary>
    public ReadOnlySpan<byte> Cell(UnitReader record, int column) =>
        column >= 0 && column < _cells.Length && _cells[column] is >= 0 and var cell && cell < record.FieldCount ? record.Field(cell) : default;

    public RowFault? Read(UnitReader record)
    {
        if (record.FieldCount != _cellCount)
            return new(record.FieldCount < _cellCount ? RejectCode.MissingCell : RejectCode.ExtraCell, -1);

        // One vector pass over the line; which cell is at fault is asked only where one is.
        var isText = Utf8Text.IsValid(record.Raw);
        Row.Clear();
        for (var column = 0; column < _parsers.Length; column++)
        {
            var cell = _cells[column] < 0 ? default : record.Field(_cells[column]);
            if (!isText && !Utf8Text.IsValid(cell))
                return new(RejectCode.EncodingError, column);
            if (_parsers[column].Parse(cell, Row) is { } code)
                return new(code, column);
        }

        return isText ? Derive() : new(RejectCode.EncodingError, -1);
    }

    RowFault? Derive()
    {
        for (var column = 0; column < _derived.Length; column++)
        {
            if (!_derived[column].TryAssign(Row, _parsers.Length + column))
                return new(RejectCode.RangeError, _parsers.Length + column);
        }

        return null;
    }
}
