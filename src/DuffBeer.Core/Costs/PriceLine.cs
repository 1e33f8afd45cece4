using System.Globalization;

namespace DuffBeer.Core.Costs;

/// <summary>Reads one line of the prices: <c>name = dollars  unit</c>.</summary>
public static class PriceLine
{
    const string Form = "name = dollars  unit";

    /// <summary>Null if there is a <paramref name="mistake"/>.</summary>
    public static (string Name, decimal Dollars)? Read(string line, out string? mistake)
    {
        ArgumentNullException.ThrowIfNull(line);
        mistake = null;
        var sides = line.Split('=', 2, StringSplitOptions.TrimEntries);
        var words = sides.Length == 2
            ? sides[1].Split((char[]?)null, 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        if (words.Length != 2)
            mistake = $"expected '{Form}', such as 's3.write = 0.005  per 1000 requests', found '{line.Trim()}'";
        else if (PriceTable.Known.FirstOrDefault(price => price.Name == sides[0]) is not { } price)
            mistake = $"there is no price '{sides[0]}'; prices are {string.Join(", ", PriceTable.Known.Select(known => known.Name))}";
        else if (!decimal.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var dollars))
            mistake = $"expected dollars from 0, such as 0.005, for {price.Name}, found '{words[0]}'";
        else if (string.Join(' ', words[1].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) != price.Unit)
            mistake = $"{price.Name} is priced '{price.Unit}', found '{words[1]}'";
        else
            return (price.Name, dollars);
        return null;
    }
}
