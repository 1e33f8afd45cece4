namespace DuffBeer.Core.Csv;

public enum UnitKind { Blank, Record, Fault }

/// <summary>Why a line is not a record.</summary>
public enum UnitFault { None, LineTooLong, UnclosedQuote, BadQuote }

/// <summary>How much of a unit the bytes at hand show.</summary>
enum UnitExtent
{
    /// <summary>All of it, its line break included.</summary>
    Whole,

    /// <summary>Too little to tell what it is. Never with more than the limit and two bytes at hand.</summary>
    NeedsMore,

    /// <summary>A line over the limit whose line break is not among them.</summary>
    LineGoesOn,
}

/// <summary>What begins at a boundary.</summary>
/// <param name="Length">Bytes without the final line break.</param>
/// <param name="BreakLength">0 at the end of the file, 2 for CR LF, else 1.</param>
/// <param name="HasStrayQuote">An accepted record with quotes inside unquoted cells.</param>
/// <param name="Examined">Bytes looked at, some twice: what makes the cost of splitting countable.</param>
readonly record struct Unit(
    UnitExtent Extent, UnitKind Kind, UnitFault Fault, int Length, int BreakLength, bool HasStrayQuote, int Examined)
{
    public static Unit NeedsMore(int examined) => new(UnitExtent.NeedsMore, default, default, 0, 0, false, examined);

    public static Unit LineGoesOn(int examined) =>
        new(UnitExtent.LineGoesOn, UnitKind.Fault, UnitFault.LineTooLong, 0, 0, false, examined);
}
