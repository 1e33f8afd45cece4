using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The model that sums up what a domain's figures leave out, such as <c>duff_left_out</c>: rule, lines, description.</summary>
public static class LeftOutModel
{
    public static string NameOf(string domain) => $"{domain}_left_out";

    public static Statement Select(Relation model) =>
        new($"SELECT rule, lines, description FROM {SqlName.Quote(model.Name)} ORDER BY rule", [model], []);

    public static IReadOnlyList<LeftOut> Read(QueryResult result) =>
        [.. result.Rows.Select(row => new LeftOut((string)row[0]!, (long)row[1]!, (string)row[2]!))];
}
