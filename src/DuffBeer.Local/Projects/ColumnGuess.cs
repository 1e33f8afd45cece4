using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Contracts.Expressions;
using DuffBeer.Core.Rows.Cells;

namespace DuffBeer.Local.Projects;

/// <summary>A form that fits nearly every cell, and the first cell that it does not fit.</summary>
/// <param name="Cells">How many it does not fit.</param>
/// <param name="Row">1-based.</param>
sealed record Misfit(ColumnForm Form, int Cells, long Row, string Text);

/// <summary>Guesses from its cells what a column is: forms that do not fit a cell are left out, one cell after the other.</summary>
sealed class ColumnGuess
{
    const int MostKnown = 12;
    const int MostCompared = 1_000_000;

    /// <summary>A form that does not fit so many cells, and more than one in a hundred, is left out for good.</summary>
    const int MostMisfits = 10;

    /// <summary>Above this fraction of misfits the column is of no such form.</summary>
    const double FewMisfits = 0.05;

    /// <summary>One misfit in so many cells is a fault of its row, and the column keeps its form.</summary>
    const int RejectedOf = 100;

    /// <summary>A whole number with more digits is a name; no column could store it as a number.</summary>
    const int MostDigits = 18;

    static readonly string[] s_nullTokens = ["n/a", "na", "null", "none", "nil", "-", "\\N"];

    readonly List<Candidate> _left;
    readonly HashSet<string> _values = new(StringComparer.Ordinal);
    readonly SortedSet<string> _tokens = new(StringComparer.Ordinal);
    readonly SortedSet<string> _signs = new(StringComparer.Ordinal);
    readonly RowValues _row = new(1, DateOnly.MinValue);
    long _cells;

    public ColumnGuess(string name, string header, bool comma)
    {
        (Name, Header) = (name, header);
        _left = [.. ColumnForm.All(comma).Select(form => new Candidate(form, form.ToColumn(name, s_nullTokens)))];
    }

    public string Name { get; }
    public string Header { get; }

    /// <summary>Cells that are not empty.</summary>
    public long Filled { get; private set; }
    public long Empty { get; private set; }

    /// <summary>Each value once, and none is missing.</summary>
    public bool IsUnique { get; private set; } = true;

    /// <summary>Whether a time without an offset occurs.</summary>
    public bool HasLocalTimes { get; private set; }

    /// <summary>Null: text, or nothing at all.</summary>
    public ColumnForm? Form => Chosen?.Form;

    public LogicalType Type => Form?.Type ?? LogicalType.String;

    /// <summary>Another form that fits every cell and gives other values, such as days and months exchanged.</summary>
    public ColumnForm? Other => Form is { } form
        ? _left.Where(left => left.Misfits <= Chosen!.Misfits && left.Form != form).Select(left => left.Form)
            .FirstOrDefault(other => other.IsOther(form, isSmall: _values.Count <= 2))
        : null;

    /// <summary>The cells that <see cref="Form"/> does not fit, so that their rows are rejected; null if there are none.</summary>
    public Misfit? Rejected => Chosen is { Misfits: > 0 } chosen ? MisfitOf(chosen) : null;

    /// <summary>Why the column is text although nearly all of its cells have one form; null if there is no such form.</summary>
    public Misfit? Nearly => Form is null && Nearest is { } nearest && nearest.Misfits <= FewMisfits * Filled ? MisfitOf(nearest) : null;

    /// <summary>The form of every cell, or of all but a few of many.</summary>
    Candidate? Chosen => Filled > _tokens.Count && Nearest is { } nearest && nearest.Misfits <= Filled / RejectedOf ? nearest : null;

    /// <summary>The most likely form among those that fit the most cells.</summary>
    Candidate? Nearest => _left.MinBy(left => left.Misfits);

    public IReadOnlyCollection<string> NullTokens => Form is null ? [] : _tokens;

    /// <summary>Signs of currencies before or after its numbers.</summary>
    public IReadOnlyCollection<string> Signs => Form is null ? [] : _signs;

    /// <summary>The values of a text with few; empty for any other column.</summary>
    public IReadOnlyList<string> Known =>
        Form is null && Nearly is null && _values.Count is > 0 and <= MostKnown && Filled >= 3L * _values.Count
            ? [.. _values.Order(StringComparer.Ordinal)]
            : [];

    public void Add(ReadOnlySpan<byte> cell)
    {
        _cells++;
        var text = Encoding.UTF8.GetString(cell).Trim();
        if (text.Length == 0)
        {
            (Empty, IsUnique) = (Empty + 1, false);
            return;
        }

        Filled++;
        if (Array.Exists(s_nullTokens, token => token.Equals(text, StringComparison.OrdinalIgnoreCase)))
            _tokens.Add(text);
        var isNew = _values.Count >= MostCompared || _values.Add(text);
        IsUnique &= isNew;
        var isName = IsName(text);
        var isBare = IsBare(text);
        for (var index = _left.Count - 1; index >= 0; index--)
        {
            var candidate = _left[index];
            // What fitted a value before fits it again.
            if (candidate.Misfits == 0 && !isNew)
                continue;
            if ((!isName || !candidate.Form.IsNumber) && Fits(candidate.ParserFor(isBare), cell))
                continue;
            if (candidate.Misfits++ == 0)
                (candidate.Row, candidate.Text) = (_cells, text);
            if (isName || (candidate.Misfits >= MostMisfits && candidate.Misfits > Filled / 100))
                _left.RemoveAt(index);
        }

        if (_left.Count > 0 && isNew && !isBare)
            Note(text);
    }

    /// <summary>Whether the column's header would be one of its cells.</summary>
    public bool IsLikeACell(string header) =>
        Form is not null && header.Length > 0
        && _left.Exists(left => left.Misfits == 0 && Fits(left.ParserFor(isBare: false), Encoding.UTF8.GetBytes(header)));

    /// <summary>007 and +49123456789 are names, not numbers, and so is what has more digits than a number can store.</summary>
    static bool IsName(string text) =>
        (text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit))
        || (text.Length > 8 && text[0] == '+' && text[1..].All(char.IsAsciiDigit))
        || (text.Length > MostDigits && text.All(char.IsAsciiDigit));

    /// <summary>No sign of currency can be at either end.</summary>
    static bool IsBare(string text) => char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && text.Length <= 10;

    static Misfit MisfitOf(Candidate candidate) =>
        new(candidate.Form, candidate.Misfits, candidate.Row, Sensitive.MaskIn(Utf8Text.Cut(candidate.Text, 40)));

    void Note(string text)
    {
        if (ColumnForm.SignOf(text) is { } sign)
            _signs.Add(sign);
        HasLocalTimes |= text.Length > 10 && text.Contains(':', StringComparison.Ordinal)
            && text[^1] is not ('Z' or 'z') && text.LastIndexOfAny(['+', '-']) < 10;
    }

    bool Fits(CellParser parser, ReadOnlySpan<byte> cell)
    {
        _row.Clear();
        return parser.Parse(cell, _row) is null;
    }

    sealed class Candidate(ColumnForm form, Column column)
    {
        readonly CellParser _parser = CellParser.For(column, 0);
        readonly CellParser _bare = CellParser.For(column with { Notation = column.Notation with { Currency = [] } }, 0);

        public ColumnForm Form => form;

        /// <param name="isBare">The cell has no sign of currency, which are slow to look for.</param>
        public CellParser ParserFor(bool isBare) => isBare ? _bare : _parser;

        public int Misfits { get; set; }

        public long Row { get; set; }

        public string Text { get; set; } = "";
    }
}
