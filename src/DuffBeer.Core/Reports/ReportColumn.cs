using System.Text.Json.Serialization;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>What the numbers of a column measure; tables and charts format by it. Names are served, so they are never renamed.</summary>
public enum ReportUnit
{
    /// <summary>No unit: ids, ranks, years, texts.</summary>
    [JsonStringEnumMemberName("none")] None,
    [JsonStringEnumMemberName("money")] Money,

    /// <summary>A share, with 1 for 100 %.</summary>
    [JsonStringEnumMemberName("percent")] Percent,
    [JsonStringEnumMemberName("days")] Days,
    [JsonStringEnumMemberName("count")] Count,
    [JsonStringEnumMemberName("litres")] Litres,

    /// <summary>One number per another, such as orders per customer.</summary>
    [JsonStringEnumMemberName("ratio")] Ratio,

    /// <summary>A grade on a short scale, such as 1 to 5.</summary>
    [JsonStringEnumMemberName("score")] Score,
}

/// <summary>What a column is for. The names are served, so they are never renamed.</summary>
public enum ReportRole
{
    [JsonStringEnumMemberName("key")] Key,
    [JsonStringEnumMemberName("dimension")] Dimension,
    [JsonStringEnumMemberName("measure")] Measure,
    [JsonStringEnumMemberName("time")] Time,
}

/// <summary>A column of a report's rows. Unit, role and label follow from type and name unless the header says otherwise.</summary>
public sealed record ReportColumn(string Name, LogicalType Type, string Description = "")
{
    public ReportRole Role { get; init; } = ReportColumnRules.Role(Name, Type);
    public ReportUnit Unit { get; init; } = ReportColumnRules.Unit(ReportColumnRules.Role(Name, Type), Type);

    /// <summary>The heading for people.</summary>
    public string Label { get; init; } = ReportColumnRules.Label(Name);

    public bool IsNumber => ReportColumnRules.IsNumber(Type);

    internal ReportColumn Described(IReadOnlyDictionary<string, SqlValue> settings) =>
        this with { Description = SettingText.Of(Description, settings) };
}
