namespace DuffBeer.Definitions.Tests.Restaurant;

static class Sql
{
    public static string Text(string? text) =>
        text is null ? "CAST(NULL AS VARCHAR)" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
