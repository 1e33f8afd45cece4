using System.Globalization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Tests.Models;

/// <summary>Renders each call as its name with arguments in square brackets, so that tests see the calls.</summary>
sealed class PlainDialect : ISqlDialect
{
    public bool BindsPages { get; init; }

    // Uses b twice, as real dialects do.
    public string Ratio(string a, string b) => $"ratio[{a}|{b}|{b}]";

    public string Mean(string x) => $"mean[{x}]";

    public string LocalTime(string timestamp, string zone) => $"local_time[{timestamp}|{zone}]";

    public string Key(string x) => $"key[{x}]";

    public string Concat(IReadOnlyList<string> parts) => $"concat[{string.Join('|', parts)}]";

    public string Greatest(IReadOnlyList<string> values) => $"greatest[{string.Join('|', values)}]";

    public string Least(IReadOnlyList<string> values) => $"least[{string.Join('|', values)}]";

    public string RegexpReplace(string x, string pattern, string replacement) => $"regexp_replace[{x}|{pattern}|{replacement}]";

    public string TruncateDate(string unit, string date) => $"truncate_date[{unit}|{date}]";

    public string DaysBetween(string from, string to) => $"days_between[{from}|{to}]";

    public string Cast(string expression, LogicalType type) => $"cast[{expression} as {type}]";

    public string Literal(SqlValue value) => string.Create(CultureInfo.InvariantCulture, $"literal[{value.Value ?? "null"}]");
}
