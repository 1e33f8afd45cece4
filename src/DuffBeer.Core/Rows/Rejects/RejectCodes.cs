namespace DuffBeer.Core.Rows.Rejects;

/// <summary>What each reason for a reject means, as the reference shows it.</summary>
public static class RejectCodes
{
    public static string Describe(RejectCode code) => code switch
    {
        RejectCode.MissingCell => "The row has fewer cells than the header",
        RejectCode.ExtraCell => "The row has more cells than the header",
        RejectCode.RequiredError => "The cell of a required column is empty, or has a word that means null",
        RejectCode.TypeError => "The cell is not of the column's type, such as `12,50` where a decimal point is expected",
        RejectCode.RangeError =>
            "The value is outside the column's bounds, an event is later than its file, or a derived value does not fit its type",
        RejectCode.EnumError => "The value is not one of those in `oneOf`",
        RejectCode.EncodingError => "The cell is not valid in the file's encoding",
        RejectCode.LineTooLong => "The line is longer than 1 MiB",
        RejectCode.UnclosedQuote => "A quote is not closed. That line alone is rejected, and reading goes on with the next",
        RejectCode.BadQuote => "Text follows a closing quote: a quote inside a quoted cell must be doubled. That line alone is rejected",
        RejectCode.DuplicateKey => "An earlier row of the file or a published row has the same key, and the contract says `onDuplicateKey: "
            + "reject`",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
