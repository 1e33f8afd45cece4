using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Local.Projects;

/// <summary>Guesses from its cells what a column is: forms that do not fit a cell are left out, one cell after the other.</summary>
sealed class ColumnGuess
{
    const int MostKnown = 12;
    const int MostCompared = 1_000_000;

    static readonly string[] s_nullTokens = ["n/a", "na", "null", "none", "nil", "-", "\\N"];

    readonly List<(ColumnForm Form, CellParser Parser)> _left;
    readonly HashSet<string> _values = new(StringComparer.Ordinal);
    readonly SortedSet<string> _tokens = new(StringComparer.Ordinal);
    readonly RowValues _row = new(1, DateOnly.MinValue);

    public ColumnGuess(string name, string header, bool comma)
    {
        (Name, Header) = (name, header);
        _left = [.. ColumnForm.All(comma).Select(form => (form, CellParser.For(form.ToColumn(name, s_nullTokens), 0)))];
    }

    public string Name { get; }
    public string Header { get; }

    /// <summary>Cells that are not empty.</summary>
    public long Filled { get; private set; }
    public long Empty { get; private set; }

    /// <summary>Each value once, and none is missing.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>Null: text, or nothing at all.</summary>
    public ColumnForm? Form => Filled > _tokens.Count && _left.Count > 0 ? _left[0].Form : null;

    public LogicalType Type => Form?.Type ?? LogicalType.String;

    /// <summary>Another form that fits every cell and gives other values, such as days and months exchanged.</summary>
    public ColumnForm? Other => Form is { } form
        ? _left.Skip(1).Select(left => left.Form).FirstOrDefault(other => other.Type == form.Type && IsOther(form, other))
        : null;

    public IReadOnlyCollection<string> NullTokens => Form is null ? [] : _tokens;

    /// <summary>The values of a text with few; empty for any other column.</summary>
    public IReadOnlyList<string> Known => Form is null && _values.Count is > 0 and <= MostKnown && Filled >= 3L * _values.Count
        ? [.. _values.Order(StringComparer.Ordinal)]
        : [];

    public void Add(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell).Trim();
        if (text.Length == 0)
        {
            (Empty, IsUnique) = (Empty + 1, false);
            return;
        }

        Filled++;
        if (Array.Exists(s_nullTokens, token => token.Equals(text, StringComparison.OrdinalIgnoreCase)))
            _tokens.Add(text);
        if (_values.Count < MostCompared)
            IsUnique &= _values.Add(text);
        // 007 is a name, not a number.
        var isName = text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit);
        for (var index = _left.Count - 1; index >= 0; index--)
        {
            var (form, parser) = _left[index];
            if ((isName && form.Type.Kind is (TypeKind.Int64 or TypeKind.Decimal or TypeKind.Double or TypeKind.Bool))
                || !Fits(parser, cell))
                _left.RemoveAt(index);
        }
    }

    static bool IsOther(ColumnForm form, ColumnForm other) => form.Type.Kind is TypeKind.Date or TypeKind.Timestamp
        ? Loose(form.Format) != Loose(other.Format)
        : form.Notation.Decimal != other.Notation.Decimal;

    /// <summary>A format without its leading zeros, which change no value.</summary>
    static string? Loose(string? format) =>
        format?.Replace("dd", "d", StringComparison.Ordinal).Replace("MM", "M", StringComparison.Ordinal);

    bool Fits(CellParser parser, ReadOnlySpan<byte> cell)
    {
        _row.Clear();
        return parser.Parse(cell, _row) is null;
    }
}
