using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>The estimators that a model's header may name.</summary>
public static class Estimators
{
    static readonly string[] s_usages = ["clv_fit", "clv_forecast(days, …)"];

    /// <summary>Reads the header's <c>estimator:</c>; null if there is none or it is unknown.</summary>
    public static IEstimator? Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["estimator"] is not { } entry)
            return null;

        var (name, arguments) = HeaderList.Call(entry.Value);
        var days = arguments.Select(
            argument => int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .ToList();
        switch (name)
        {
            case "clv_fit" when arguments.Count == 0:
                return new ClvFit();
            case "clv_forecast" when days.Count > 0
                && days.TrueForAll(number => number is > 0 and <= ClvForecast.MostDays)
                && days.Distinct().Count() == days.Count:
                return new ClvForecast(days);
            default:
                errors.Add(new(header.File, entry.Line, 1, string.Create(CultureInfo.InvariantCulture,
                    $"'{entry.Value}' is not an estimator: expected {string.Join(" or ", s_usages)}, each number of days once, from 1 to "
                        + $"{ClvForecast.MostDays}")));
                return null;
        }
    }
}
