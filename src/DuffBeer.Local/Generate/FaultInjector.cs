namespace DuffBeer.Local.Generate;

/// <summary>Copies a valid line and adds one fault.</summary>
sealed class FaultInjector(IReadOnlyList<SampleColumn> columns, IReadOnlyList<Fault> kinds)
{
    static readonly byte[][] s_notNumbers = [[.. "n/a"u8], [.. "twelve"u8], [.. "1.2.3"u8], [.. "0x1F"u8], [.. "\"12,50\""u8]];

    readonly IReadOnlyList<Fault> _kinds = Possible(columns, kinds);
    readonly int[] _texts = Indexes(columns, column => column.Kind == CellKind.Text);
    readonly int[] _choices = Indexes(columns, column => column.Kind == CellKind.Choice);
    readonly int[] _measures = Indexes(columns, column => column.Kind == CellKind.Measure);
    readonly int[] _numbers = Indexes(columns, column => column.Kind is CellKind.Identifier or CellKind.Measure or CellKind.Amount);
    readonly int[] _required = Indexes(columns, column => column.Required);

    public void Inject(CsvLine from, CsvLine to, SplitMix random)
    {
        var fault = random.Pick(_kinds);
        var target = fault switch
        {
            Fault.TextInNumber => random.Pick(_numbers),
            Fault.NegativeNumber => random.Pick(_measures),
            Fault.UnknownValue => random.Pick(_choices),
            Fault.EmptyCell => random.Pick(_required),
            Fault.InvalidUtf8 or Fault.StrayQuote or Fault.UnclosedQuote => random.Pick(_texts),
            _ => from.Cells - 1,
        };

        to.Clear();
        for (var cell = 0; cell < from.Cells; cell++)
        {
            if (cell != target)
                to.Text(from.Cell(cell));
            else
                Spoil(fault, Plain(from.Cell(cell)), to, random);
        }

        to.End();
    }

    static void Spoil(Fault fault, ReadOnlySpan<byte> cell, CsvLine to, SplitMix random)
    {
        switch (fault)
        {
            case Fault.TextInNumber:
                to.Text(random.Pick(s_notNumbers));
                break;
            case Fault.MissingCell:
                break;
            case Fault.ExtraCell:
                to.Text(cell);
                to.Text("extra"u8);
                break;
            case Fault.UnknownValue:
                to.Text("lost"u8);
                break;
            case Fault.NegativeNumber:
                // One digit more, because a minus before 0.00 would change nothing.
                to.Text([.. "-1"u8, .. cell]);
                break;
            case Fault.EmptyCell:
                to.Text([]);
                break;
            case Fault.InvalidUtf8:
                to.Text([.. cell, 0xC3, 0x28]);
                break;
            case Fault.StrayQuote:
                to.Text([(byte)'"', .. cell, (byte)'"', .. " x"u8]);
                break;
            case Fault.UnclosedQuote:
                to.Text([(byte)'"', .. cell]);
                break;
        }
    }

    /// <summary>The start of the cell that needs no quotes, so that the fault is its only oddity.</summary>
    /// <remarks>Never empty: a quote before a separator would close one that an earlier bad row left open.</remarks>
    static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> cell)
    {
        var text = cell.TrimStart((byte)'"');
        var end = text.IndexOfAny((byte)'"', (byte)',');
        text = end < 0 ? text : text[..end];
        return text.IsEmpty ? "x"u8 : text;
    }

    /// <summary>The faults that some column can have; without closed lists, no cell can have an unknown value.</summary>
    static List<Fault> Possible(IReadOnlyList<SampleColumn> columns, IReadOnlyList<Fault> kinds)
    {
        var possible = kinds.Where(fault => fault switch
        {
            Fault.TextInNumber => columns.Any(column => column.Kind is CellKind.Identifier or CellKind.Measure or CellKind.Amount),
            Fault.NegativeNumber => columns.Any(column => column.Kind == CellKind.Measure),
            Fault.UnknownValue => columns.Any(column => column.Kind == CellKind.Choice),
            _ => true,
        }).ToList();
        return possible.Count > 0 ? possible : [Fault.MissingCell];
    }

    static int[] Indexes(IReadOnlyList<SampleColumn> columns, Func<SampleColumn, bool> fits) =>
        [.. Enumerable.Range(0, columns.Count).Where(index => fits(columns[index]))];
}
