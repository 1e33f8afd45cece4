namespace DuffBeer.Local.Generate;

/// <summary>The fault of a bad row. Each makes exactly one reject, also for a strict reader of quotes.</summary>
enum Fault
{
    TextInNumber,
    MissingCell,
    ExtraCell,
    UnknownValue,
    NegativeNumber,
    EmptyCell,
    InvalidUtf8,

    /// <summary>Text after a closing quote.</summary>
    StrayQuote,
    UnclosedQuote,
}
