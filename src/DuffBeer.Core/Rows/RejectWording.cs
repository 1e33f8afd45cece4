using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows.Partitions;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Rows;

/// <summary>Words rejects so that a person can act on them, without revealing hidden columns.</summary>
sealed class RejectWording(DatasetContract contract, HeaderMap header, RowRules rules, Dialect dialect)
{
    const int MaxValue = 200;
    const int MaxRaw = 64 << 10;

    /// <summary>Replaces a cell that is not shown, and a line of which no cell is.</summary>
    public const string Mask = Sensitive.Mask;

    /// <summary>The cells of columns that the contract knows and does not hide.</summary>
    readonly HashSet<int> _shownCells =
        [.. contract.Columns.Select((column, index) => contract.IsHidden(column.Name) ? -1 : header.Cells[index]).Where(cell => cell >= 0)];

    readonly bool _hides = contract.Hides;

    readonly string _key = string.Join(", ", contract.Columns.Where(column => column.Key).Select(column => column.Name));

    // Most faults have the same text in every row.
    readonly Dictionary<RowFault, string> _messages = [];

    public Reject Of(in Record unit, RowFault fault, long rowNumber)
    {
        var column = fault.Column < 0 ? null : NameOf(fault.Column);
        return new(fault.Code, rowNumber, unit.Offset, column, ValueOf(unit, fault), MessageOf(unit, fault, column), RawOf(unit));
    }

    /// <summary>An accepted line as it may be shown: hidden columns are masked, and a long line is cut.</summary>
    public string LineOf(in Record unit) => RawOf(unit);

    /// <summary>Whether a reject's raw line may be truncated: it is at most one character shorter than the limit.</summary>
    public static bool MayBeCut(string raw) => Encoding.UTF8.GetByteCount(raw) > MaxRaw - 4;

    string MessageOf(in Record unit, RowFault fault, string? column)
    {
        if (fault.Code is RejectCode.MissingCell or RejectCode.ExtraCell)
            return $"the line has {unit.FieldCount} cells, the header {header.Found.Count}";
        if (fault.Code == RejectCode.DuplicateKey)
            return $"{_key} must be unique, but {fault.Detail}";
        if (!_messages.TryGetValue(fault, out var message))
            _messages[fault] = message = MessageOf(fault, column);
        return message;
    }

    string NameOf(int column) =>
        column < contract.Columns.Count ? contract.Columns[column].Name : contract.Derived[column - contract.Columns.Count].Name;

    LogicalType TypeOf(int column) =>
        column < contract.Columns.Count ? contract.Columns[column].Type : contract.Derived[column - contract.Columns.Count].Type;

    string? ValueOf(in Record unit, RowFault fault)
    {
        if (fault.Column < 0 || fault.Column >= contract.Columns.Count)
            return null;
        if (contract.IsHidden(contract.Columns[fault.Column].Name))
            return Mask;
        // Masked before it is cut: a number cut in two would no longer be recognised.
        return Utf8Text.Cut(Shown(CutBytes(rules.Cell(unit, fault.Column), MaxValue * 8)), MaxValue);
    }

    /// <summary>The text of a cell, which may hold a hidden value if the line's cells are shifted.</summary>
    string Shown(ReadOnlySpan<byte> cell) => _hides ? Sensitive.MaskIn(Utf8Text.ToText(cell)) : Utf8Text.ToText(cell);

    string MessageOf(RowFault fault, string? column) => fault.Code switch
    {
        RejectCode.LineTooLong => $"the line is longer than {Dialect.MaxRecordBytes:N0} bytes",
        RejectCode.UnclosedQuote => "a quote is not closed before the end of the line, the end of the file or the maximum record length",
        RejectCode.BadQuote => "text follows a closing quote; a quote inside a quoted cell must be doubled",
        RejectCode.EncodingError => $"{column ?? "a cell of a column that the contract does not know"} is not valid UTF-8",
        RejectCode.RequiredError => $"{column} is required, but the cell is empty",
        RejectCode.RangeError when TypeOf(fault.Column).Kind == TypeKind.String =>
            $"{column} names a partition folder, which may have at most {PartitionPath.MaxBytes} bytes",
        RejectCode.RangeError when fault.Column < contract.Columns.Count => $"{column} must be {rules.Range(fault.Column)}",
        _ when fault.Column >= contract.Columns.Count => $"{column} does not fit {TypeOf(fault.Column)}",
        _ => $"{column} must be {rules.Expectation(fault.Column)}",
    };

    string RawOf(in Record unit)
    {
        if (!_hides)
            return Utf8Text.ToText(CutBytes(unit.Raw, MaxRaw));

        // Which cell is hidden is certain only if the line has as many cells as the header.
        if (unit.FieldCount != header.Found.Count)
            return Mask;
        var raw = new StringBuilder();
        for (var cell = 0; cell < unit.FieldCount && raw.Length < MaxRaw; cell++)
        {
            if (cell > 0)
                raw.Append(dialect.DelimiterText);
            raw.Append(_shownCells.Contains(cell) ? Quoted(Shown(unit.Field(cell))) : Mask);
        }

        return Encoding.UTF8.GetString(CutBytes(Encoding.UTF8.GetBytes(raw.ToString()), MaxRaw));
    }

    string Quoted(string cell) =>
        WrittenCell.Of(cell, dialect.DelimiterText, (char)dialect.Quote, dialect.Escape is { } escape ? (char)escape : null);

    // Not in the middle of a character.
    static ReadOnlySpan<byte> CutBytes(ReadOnlySpan<byte> utf8, int bytes)
    {
        if (utf8.Length <= bytes)
            return utf8;
        var end = bytes;
        while (end > bytes - 4 && (utf8[end] & 0xC0) == 0x80)
            end--;
        return utf8[..end];
    }
}
