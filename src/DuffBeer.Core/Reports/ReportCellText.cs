using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Reports;

/// <summary>A cell as text: exact decimals with their scale, ISO dates, UTC times; empty for null.</summary>
public static class ReportCellText
{
    internal const string DateFormat = "yyyy-MM-dd";
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'";

    public static string Of(LogicalType type, object? value) => value switch
    {
        null => "",
        decimal number => AtScale(number, type.Scale).ToString(CultureInfo.InvariantCulture),
        DateOnly date => date.ToString(DateFormat, CultureInfo.InvariantCulture),
        DateTime time => time.ToString(TimeFormat, CultureInfo.InvariantCulture),
        bool flag => Of(flag),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    internal static string Of(bool flag) => flag ? "true" : "false";

    /// <summary>30 at scale 2 is 30.00.</summary>
    internal static decimal AtScale(decimal number, int scale) => number + new decimal(0, 0, 0, false, (byte)Math.Min(scale, 28));
}
