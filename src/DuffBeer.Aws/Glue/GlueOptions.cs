namespace DuffBeer.Aws.Glue;

/// <summary>The database of the Glue Data Catalog that tables, partitions and views go to.</summary>
public sealed class GlueOptions
{
    /// <summary>Made where it is not there. Default: <c>duffbeer</c>.</summary>
    public string Database { get; set; } = "duffbeer";

    /// <summary>Missing or invalid settings; empty where all are valid.</summary>
    public IEnumerable<string> Problems()
    {
        if (Database.Length is 0 or > 255
            || Database.Any(character => !(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')))
            yield return $"the database of Glue has lower-case letters, digits and underscores, not '{Database}'";
    }
}
