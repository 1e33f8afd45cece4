using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Rows.Cells;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Forget;

/// <summary>The values of a column, compared as the column's type: <c>1.0</c> is <c>1.00</c>, and a text is trimmed as in a file.</summary>
/// <remarks>One instance serves one reader.</remarks>
sealed class ForgottenValues
{
    /// <summary>Stands for the place of a column that is not known: any cell may be meant.</summary>
    public const int AnyCell = -2;

    readonly CellParser _parser;
    readonly RowValues _row = new(1, default);
    readonly bool _isText;
    readonly HashSet<long> _scalars = [];
    readonly HashSet<string> _texts = new(StringComparer.Ordinal);

    public ForgottenValues(Column column, IEnumerable<string> values)
    {
        (_parser, _isText) = (CellParser.For(column, 0), column.Type.Kind == TypeKind.String);
        foreach (var value in values)
        {
            Parse(Encoding.UTF8.GetBytes(value));
            if (_row.IsNull(0))
                _texts.Add(value.Trim());
            else if (_isText)
                _texts.Add(_row.TextOf(0));
            else
                _scalars.Add(_row.Scalar(0));
        }
    }

    /// <summary>Refuses values that no cell of the column can have.</summary>
    /// <exception cref="TerminalException"><c>BadRequest</c>.</exception>
    public static void Check(Column column, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            throw new TerminalException(ProblemCode.BadRequest, "No value is named: there is nothing to forget.");
        var (parser, row) = (CellParser.For(column, 0), new RowValues(1, default));
        foreach (var (index, value) in values.Index())
        {
            row.Clear();
            var code = parser.Parse(Encoding.UTF8.GetBytes(value), row);
            // The value itself must not get into a log.
            if (code is RejectCode.TypeError or RejectCode.RequiredError || (code is null && row.IsNull(0)))
                throw new TerminalException(
                    ProblemCode.BadRequest, $"Value {index + 1} is not {parser.Expectation}, so no row has it in {column.Name}.");
        }
    }

    /// <summary>Whether a unit of a file is a row with one of the values.</summary>
    /// <param name="cells">Cells of a whole record.</param>
    /// <param name="cell">Place of the column; -1 if the file lacks it; <see cref="AnyCell"/>.</param>
    public bool AreIn(UnitReader unit, Dialect dialect, int cells, int cell)
    {
        if (unit.Kind == UnitKind.Blank)
            return false;
        if (unit.Kind == UnitKind.Fault)
            return AreInAny(unit.Raw, dialect);
        var record = unit.Unit;
        var isWhole = record.FieldCount == cells || (dialect.TrailingDelimiter && record.FieldCount == cells + 1);
        if (isWhole && cell != AnyCell)
            return cell >= 0 && Has(record.Field(cell));
        for (var any = 0; any < record.FieldCount; any++)
        {
            if (Has(record.Field(any)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a line that is no record has one of the values between delimiters, between quotes, or between both.</summary>
    public bool AreInAny(ReadOnlySpan<byte> line, Dialect dialect)
    {
        Span<byte> quote = [dialect.Quote];
        byte[] delimiter = [dialect.Delimiter, .. dialect.DelimiterRest ?? []];
        foreach (var cell in new Pieces(line, delimiter))
        {
            if (Has(cell.Trim(dialect.Quote)) || AreBetween(cell, quote))
                return true;
        }

        return AreBetween(line, quote);
    }

    bool AreBetween(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        foreach (var piece in new Pieces(text, separator))
        {
            if (Has(piece))
                return true;
        }

        return false;
    }

    bool Has(ReadOnlySpan<byte> cell)
    {
        Parse(cell);
        if (!_row.IsNull(0))
            return _isText ? _texts.Contains(_row.TextOf(0)) : _scalars.Contains(_row.Scalar(0));
        // Out of the column's range: rejected, but readable.
        return _texts.Count > 0 && !cell.IsEmpty && _texts.Contains(Encoding.UTF8.GetString(cell).Trim());
    }

    /// <summary>Whether a stored value is one of them.</summary>
    public bool AreStored(ColumnBuffer column, int row) => !column.IsNull(row) && column switch
    {
        StringBuffer texts => _texts.Contains(Encoding.UTF8.GetString(texts[row])),
        ValueBuffer<int> numbers => _scalars.Contains(numbers.Values[row]),
        ValueBuffer<long> numbers => _scalars.Contains(numbers.Values[row]),
        ValueBuffer<double> numbers => _scalars.Contains(BitConverter.DoubleToInt64Bits(numbers.Values[row])),
        ValueBuffer<byte> flags => _scalars.Contains(flags.Values[row]),
        _ => true,
    };

    void Parse(ReadOnlySpan<byte> cell)
    {
        _row.Clear();
        _ = _parser.Parse(cell, _row);
    }

    /// <summary>What is between separators.</summary>
    ref struct Pieces(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        readonly ReadOnlySpan<byte> _separator = separator;
        ReadOnlySpan<byte> _rest = text;
        bool _isDone;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Pieces GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_isDone)
                return false;
            var end = _rest.IndexOf(_separator);
            _isDone = end < 0;
            Current = _isDone ? _rest : _rest[..end];
            _rest = _isDone ? default : _rest[(end + _separator.Length)..];
            return true;
        }
    }
}
