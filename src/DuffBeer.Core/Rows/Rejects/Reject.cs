namespace DuffBeer.Core.Rows.Rejects;

/// <summary>Why a row was rejected. The names are stored beside the rows, so they are never renamed.</summary>
/// <remarks>What each means: <see cref="RejectCodes"/>.</remarks>
public enum RejectCode
{
    MissingCell, ExtraCell, RequiredError, TypeError, RangeError, EnumError, EncodingError, LineTooLong, UnclosedQuote, BadQuote,
    DuplicateKey,
}

/// <summary>One rejected row. It is data, not an exception: it is counted, stored and shown.</summary>
/// <param name="RowNumber">1-based within its chunk, blank lines not counted; a report adds the rows of the chunks before it.</param>
/// <param name="Offset">Absolute byte offset of the unit in the decoded source.</param>
/// <param name="Column">The contract's name of the column; null if the whole line is at fault.</param>
/// <param name="Value">The offending cell as it was read, cut at 200 characters.</param>
/// <param name="Raw">The line as in the file, cut at 64 KiB; hidden columns are masked.</param>
public readonly record struct Reject(
    RejectCode Code,
    long RowNumber,
    long Offset,
    string? Column,
    string? Value,
    string Message,
    string Raw);
