using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows;

/// <summary>
/// Why a record is rejected, and the column at fault: an index into the contract's columns, then its derived ones; -1 is the line.
/// </summary>
/// <param name="Detail">What the message says of this row alone; null if all rows with the fault have one message.</param>
readonly record struct RowFault(RejectCode Code, int Column, string? Detail = null);

/// <summary>A contract's rules for one record at a time, cell by cell in the contract's order.</summary>
sealed class RowRules
{
    readonly CellParser[] _parsers;
    readonly int[] _cells;
    readonly int _cellCount;
    readonly RowValues _row;

    public RowRules(DatasetContract contract, HeaderMap header)
    {
        _parsers = [.. contract.Columns.Select(CellParser.For)];
        _cells = [.. header.Cells];
        _cellCount = header.Found.Count;
        _row = new(_parsers.Length, DateOnly.MinValue);
    }

    public string Range(int column) => _parsers[column].Range;

    public string Expectation(int column) => _parsers[column].Expectation;

    /// <summary>The cell of a column as read; empty if the file has no such column.</summary>
    public ReadOnlySpan<byte> Cell(in Record record, int column) =>
        column >= 0 && column < _cells.Length && _cells[column] is >= 0 and var cell && cell < record.FieldCount
            ? record.Field(cell)
            : default;

    /// <summary>The first fault of a record whose number of cells differs from the header's, or that is not valid UTF-8.</summary>
    public RowFault FaultOf(in Record record)
    {
        if (record.FieldCount != _cellCount)
            return new(record.FieldCount < _cellCount ? RejectCode.MissingCell : RejectCode.ExtraCell, -1);

        _row.Clear();
        for (var column = 0; column < _parsers.Length; column++)
        {
            var cell = Cell(record, column);
            if (!Utf8Text.IsValid(cell))
                return new(RejectCode.EncodingError, column);
            if (_parsers[column].Parse(cell, _row) is { } code)
                return new(code, column);
        }

        return new(RejectCode.EncodingError, -1);
    }
}
