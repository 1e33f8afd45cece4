using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>The model of one row that says as of which date a domain's figures are: <c>duff_as_of</c> and its like.</summary>
public static class AsOfModel
{
    /// <summary>The column of that model, and the setting by which an operator chooses the date.</summary>
    public const string Name = "as_of";

    public static string NameOf(string domain) => $"{domain}_{Name}";

    public static Statement Select(Relation model) => new($"SELECT {Name} FROM {SqlName.Quote(model.Name)}", [model], []);
}
