using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Core.Rows.Rejects;
using Record = DuffBeer.Core.Csv.Record;

namespace DuffBeer.Core.Tests.Rows.Blocks;

/// <summary>The rows of a file by its contract, in the simplest way: unit by unit, cell by cell, one row at a time.</summary>
sealed class ReferenceRows(DatasetContract contract, HeaderMap header, RowSettings settings)
{
    readonly CellParser[] _parsers = [.. contract.Columns.Select(CellParser.For)];
    readonly RowValues _row = new(contract.Columns.Count + contract.Derived.Count, settings.ProcessingDate, settings.HashKey);

    /// <summary>Accepted rows as <c>partition: cell|cell|…|offset|run</c>.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>Rejected rows as <c>row offset code column</c>.</summary>
    public List<string> Rejects { get; } = [];

    public void Read(UnitReader reader)
    {
        while (reader.TryRead())
        {
            if (reader.Kind == UnitKind.Blank)
                continue;
            if (reader.Kind == UnitKind.Fault)
                Reject(reader.Offset, Enum.Parse<RejectCode>(reader.Fault.ToString()), null);
            else
                Read(reader.Unit);
        }
    }

    void Read(Record record)
    {
        var isGhost = record.FieldCount == header.Found.Count && record.FieldCount > 1 && record.Raw.Length == record.FieldCount - 1;
        if (isGhost)
            return;
        if (record.FieldCount != header.Found.Count)
        {
            Reject(record.Offset, record.FieldCount < header.Found.Count ? RejectCode.MissingCell : RejectCode.ExtraCell, null);
            return;
        }

        _row.Clear();
        for (var column = 0; column < _parsers.Length; column++)
        {
            var cell = header.Cells[column] < 0 ? default : record.Field(header.Cells[column]);
            var code = Utf8Text.IsValid(cell) ? _parsers[column].Parse(cell, _row) : RejectCode.EncodingError;
            if (code is { } fault)
            {
                Reject(record.Offset, fault, contract.Columns[column].Name);
                return;
            }
        }

        if (!Utf8Text.IsValid(record.Raw))
        {
            Reject(record.Offset, RejectCode.EncodingError, null);
            return;
        }

        foreach (var (index, derived) in contract.Derived.Index())
        {
            if (derived.Is.TryAssign(_row, _parsers.Length + index))
                continue;
            Reject(record.Offset, RejectCode.RangeError, derived.Name);
            return;
        }

        var cells = contract.Columns.Select((column, slot) => Text(column.Type, slot)).Concat(
            contract.Derived.Select((column, index) => Text(column.Type, _parsers.Length + index)));
        Rows.Add(string.Create(CultureInfo.InvariantCulture, $"{string.Join('|', cells)}|{record.Offset}|{settings.RunId}"));
    }

    string Text(LogicalType type, int slot) => _row.IsNull(slot) ? "null"
        : type.Kind == TypeKind.String ? _row.TextOf(slot)
        : type.Kind == TypeKind.Double ? BitConverter.Int64BitsToDouble(_row.Scalar(slot)).ToString("R", CultureInfo.InvariantCulture)
        : _row.Scalar(slot).ToString(CultureInfo.InvariantCulture);

    void Reject(long offset, RejectCode code, string? column) =>
        Rejects.Add(string.Create(CultureInfo.InvariantCulture, $"{Rows.Count + Rejects.Count + 1} {offset} {code} {column}"));
}
