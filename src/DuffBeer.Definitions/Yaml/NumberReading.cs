using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads how numbers are written: <c>decimal</c>, <c>thousands</c> and <c>currency</c>, of a dialect or a column.</summary>
static class NumberReading
{
    public static NumberNotation Read(Section section, NumberNotation otherwise)
    {
        var point = section.Choice("decimal", otherwise.Decimal, new(".", '.'), new(",", ','));
        var thousands = section.Choice<char?>(
            "thousands", otherwise.Thousands,
            new("none", null), new(".", '.'), new(",", ','), new("'", '\''), new("’", '’'), new("space", ' '), new("nbsp", '\u00A0'),
            new("narrow nbsp", '\u202F'));
        var currency = section.Find("currency") is null ? otherwise.Currency : section.Texts("currency");
        if (thousands == point)
            section.Report(
                section.Find("thousands") is null ? "decimal" : "thousands",
                $"'{point}' cannot separate both thousands and decimal places");
        if (currency.Any(sign => sign.Trim().Length == 0 || sign.Any(char.IsAsciiDigit)))
            section.Report("currency", "a currency sign has no digits and is not empty");
        var notation = new NumberNotation(point, thousands, [.. currency.Select(sign => sign.Trim())]);
        return notation.IsPlain ? NumberNotation.Plain : notation;
    }
}
