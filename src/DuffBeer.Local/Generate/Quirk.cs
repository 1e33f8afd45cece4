namespace DuffBeer.Local.Generate;

/// <summary>What is odd about real files and yet no fault: contracts and staging models have a rule for each.</summary>
enum Quirk
{
    /// <summary>Lines end with CR LF.</summary>
    CrlfLines,

    /// <summary>Not Available, unknown or N/A in the place of a value.</summary>
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

    /// <summary>Names and booleans in another case or with other spaces.</summary>
    CaseAndSpace,

    /// <summary>Item names with a line break.</summary>
    LineBreaks,

    /// <summary>Caterings of 300 to 500 units.</summary>
    LargeQuantities,

    /// <summary>Categories with a URL in their name.</summary>
    SplicedCategories,

    /// <summary>Categories that are the same in other words, such as Kids and Kid's.</summary>
    NearDuplicates,

    /// <summary>Options of lines that are not there.</summary>
    OrphanOptions,

    /// <summary>Options of a negative price.</summary>
    Discounts,
}
