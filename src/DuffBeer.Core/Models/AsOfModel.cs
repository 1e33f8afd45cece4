using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The one-row model with the as-of date of a domain's figures, such as <c>duff_as_of</c>.</summary>
public static class AsOfModel
{
    /// <summary>The column of that model, and the setting with which an operator chooses the date.</summary>
    public const string Name = "as_of";

    public static string NameOf(string domain) => $"{domain}_{Name}";

    public static Statement Select(Relation model) => new($"SELECT {Name} FROM {SqlName.Quote(model.Name)}", [model], []);
}
