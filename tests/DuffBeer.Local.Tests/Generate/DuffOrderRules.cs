using System.Globalization;
using System.Text;

namespace DuffBeer.Local.Tests.Generate;

/// <summary>An independent implementation of the rules of a Duff order.</summary>
static class DuffOrderRules
{
    static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsBad(SampleUnit unit) =>
        unit.Cells is not [
            var client, var name, var order, var product, var description, var price, var units, var volume, var channel, var status]
        || !IsIdentifier(client) || !IsIdentifier(order) || !IsIdentifier(product)
        || !IsText(name) || !IsText(description) || !IsText(channel)
        || !IsAmount(price, minimum: 0) || !IsAmount(units, minimum: 1) || !IsAmount(volume, minimum: 0.001m)
        || status is not ("created" or "delivered" or "broken");

    static bool IsIdentifier(string cell) => long.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0;

    static bool IsAmount(string cell, decimal minimum) =>
        decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount >= minimum;

    static bool IsText(string cell)
    {
        try
        {
            return s_strict.GetString(Encoding.Latin1.GetBytes(cell)).Length > 0;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
