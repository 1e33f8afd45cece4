using DuffBeer.Definitions.Sql;

namespace DuffBeer.Local.Commands;

/// <summary>Names of the built-in reports, for completion: a report's file has its name, so none is read.</summary>
static class ReportNames
{
    public static IEnumerable<string> All() =>
        DefinitionFolder.Default.Sql("reports").Select(file => Path.GetFileNameWithoutExtension(file.File)).Order(StringComparer.Ordinal);
}
