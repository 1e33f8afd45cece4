namespace DuffBeer.Aws.Glue;

/// <summary>The Glue Data Catalog database for tables, partitions and views.</summary>
public sealed class GlueOptions
{
    /// <summary>Created if missing. Default: <c>duffbeer</c>.</summary>
    public string Database { get; set; } = "duffbeer";

    /// <summary>Missing or invalid settings; empty where all are valid.</summary>
    public IEnumerable<string> Problems()
    {
        if (Database.Length is 0 or > 255
            || Database.Any(character => !(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_')))
            yield return $"the database of Glue must be lower-case letters, digits and underscores, not '{Database}'";
    }
}
