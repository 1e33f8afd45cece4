namespace DuffBeer.Core.Csv;

public enum UnitKind { Blank, Record, Fault }

/// <summary>Why a line is not a record.</summary>
public enum UnitFault { None, LineTooLong, UnclosedQuote, BadQuote }

/// <summary>How much of a unit is in the buffered bytes.</summary>
enum UnitExtent
{
    /// <summary>All of it, its line break included.</summary>
    Whole,

    /// <summary>Too little to tell what it is. Never if more than the limit plus two bytes are buffered.</summary>
    NeedsMore,

    /// <summary>A line over the limit whose line break is not buffered.</summary>
    LineGoesOn,
}

/// <summary>The unit that begins at a boundary.</summary>
/// <param name="Length">Bytes without the final line break.</param>
/// <param name="BreakLength">0 at the end of the file, 2 for CR LF, otherwise 1.</param>
/// <param name="HasStrayQuote">An accepted record with quotes inside unquoted cells.</param>
/// <param name="Examined">Bytes examined, some twice: a measure of the cost of splitting.</param>
readonly record struct Unit(
    UnitExtent Extent, UnitKind Kind, UnitFault Fault, int Length, int BreakLength, bool HasStrayQuote, int Examined)
{
    public static Unit NeedsMore(int examined) => new(UnitExtent.NeedsMore, default, default, 0, 0, false, examined);

    public static Unit LineGoesOn(int examined) =>
        new(UnitExtent.LineGoesOn, UnitKind.Fault, UnitFault.LineTooLong, 0, 0, false, examined);
}
