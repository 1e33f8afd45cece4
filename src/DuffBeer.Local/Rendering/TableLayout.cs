namespace DuffBeer.Local.Rendering;

/// <summary>What happens to a column's cells where space is short.</summary>
enum CellKind
{
    /// <summary>Its middle is left out.</summary>
    Text,

    /// <summary>It is right-aligned and never cut.</summary>
    Number,

    /// <summary>It is never cut, because people type it.</summary>
    Name,

    /// <summary>It continues in the next line.</summary>
    Prose,
}

/// <param name="Least">A text is cut, and prose is broken, to no less than this, unless it is alone.</param>
sealed record Heading(string Name, CellKind Kind = CellKind.Text, int Least = 12);

/// <summary>Which columns of a table fit into a terminal, and how wide each is.</summary>
/// <param name="Columns">Index and width of each column.</param>
/// <param name="LeftOut">Indexes of the columns that do not fit.</param>
sealed record TableLayout(IReadOnlyList<(int Index, int Width)> Columns, IReadOnlyList<int> LeftOut)
{
    /// <summary>Spaces between two columns.</summary>
    public const int Gap = 2;

    /// <summary>Columns in the given order, as many as fit; the texts among them share the remaining space.</summary>
    /// <param name="width">Columns of the terminal; null for no limit.</param>
    public static TableLayout Of(IReadOnlyList<Heading> headings, IReadOnlyList<IReadOnlyList<string>> rows, int? width)
    {
        var cells = headings.Select((_, index) => rows.Select(row => CellText.Width(row[index])).DefaultIfEmpty(0).Max()).ToList();
        var whole = headings.Select((heading, index) => Math.Max(cells[index], CellText.Width(heading.Name))).ToList();
        if (width is not { } most || whole.Sum() + (Gap * (headings.Count - 1)) <= most)
            return new([.. whole.Select((column, index) => (index, column))], []);

        // A heading may break at its underscores, and a text may be cut.
        var least = headings.Select((heading, index) => Math.Max(
            CellText.Words(heading.Name).Max(CellText.Width),
            heading.Kind is CellKind.Text or CellKind.Prose ? Math.Min(cells[index], heading.Least) : cells[index])).ToList();
        var (used, count) = (least[0], 1);
        for (; count < headings.Count && used + Gap + least[count] <= most; count++)
            used += Gap + least[count];

        var widths = least.Take(count).ToList();
        widths[0] = Math.Min(widths[0], most);
        for (var left = most - used; left > 0;)
        {
            var narrow = Enumerable.Range(0, count).Where(index => widths[index] < cells[index]).ToList();
            if (narrow.Count == 0)
                break;
            foreach (var index in narrow.Take(left))
            {
                widths[index]++;
                left--;
            }
        }

        return new([.. widths.Select((column, index) => (index, column))], [.. Enumerable.Range(count, headings.Count - count)]);
    }
}
