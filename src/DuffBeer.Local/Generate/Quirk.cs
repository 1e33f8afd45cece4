namespace DuffBeer.Local.Generate;

/// <summary>Oddities of real files that are valid: contracts and staging models have a rule for each.</summary>
enum Quirk
{
    /// <summary>Lines end with CR LF.</summary>
    CrlfLines,

    /// <summary>Not Available, unknown or N/A instead of a value.</summary>
    NullTokens,

    /// <summary>Postal codes without their leading zeros.</summary>
    LostZeros,
    ZeroPrices,

    /// <summary>One row in the middle of the file that lacks its line's id, category and name.</summary>
    MalformedRow,

    /// <summary>Orders without a user.</summary>
    Guests,

    /// <summary>One user's id under thousands of orders.</summary>
    SharedUser,

    /// <summary>Orders of an app whose name ends in <c>- DEVELOPMENT</c>.</summary>
    DevelopmentApp,

    /// <summary>Item names that end in a star.</summary>
    Stars,

    /// <summary>Names and booleans with other case or spaces.</summary>
    CaseAndSpace,

    /// <summary>Item names with a line break.</summary>
    LineBreaks,

    /// <summary>Caterings of 300 to 500 units.</summary>
    LargeQuantities,

    /// <summary>Categories with a URL in their name.</summary>
    SplicedCategories,

    /// <summary>Spellings of the same category, such as Kids and Kid's.</summary>
    NearDuplicates,

    /// <summary>Options of lines that do not exist.</summary>
    OrphanOptions,

    /// <summary>Options with a negative price.</summary>
    Discounts,
}
