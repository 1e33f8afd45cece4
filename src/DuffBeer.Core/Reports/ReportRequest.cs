using System.Globalization;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>A report with checked values, an order and a page.</summary>
/// <param name="Values">One per parameter; null if it has neither value nor default.</param>
/// <param name="Limit">Rows per page; null for all rows, as in exports.</param>
/// <param name="Next">Continuation token; null for the first page.</param>
public sealed record ReportRequest(
    ReportDefinition Report,
    IReadOnlyDictionary<string, SqlValue> Values,
    IReadOnlyList<SortKey> Sort,
    int? Limit,
    ReportContinuation? Next)
{
    const string Fill = "fill";

    static readonly string[] s_common = ["limit", "sort", "columns", "next", "snapshot"];

    /// <summary>Reserved names, which every report understands or which belong to the transport.</summary>
    public static readonly IReadOnlyList<string> ReservedNames = [.. s_common, Fill, "format", "code"];

    /// <summary>Id of the snapshot to read from; that of the previous page, or null for the one that readers see.</summary>
    public string? Snapshot { get; init; }

    /// <summary>Each series has a row for every period, of zeros where it has no other.</summary>
    public bool IsFilled { get; init; }

    /// <summary>Names of the columns to return, in their order; null for all.</summary>
    public IReadOnlyList<string>? Chosen { get; init; }

    /// <summary>The columns of each row.</summary>
    public IReadOnlyList<ReportColumn> Columns => Chosen is null
        ? Report.Columns
        : [.. Chosen.Select(name => Report.Columns.First(column => column.Name == name))];

    public long Offset => Next?.Offset ?? 0;

    /// <summary>All rows with default values, as in exports.</summary>
    public static ReportRequest Whole(ReportDefinition report) => Read(report, []) with { Limit = null };

    /// <exception cref="TerminalException"><c>BadRequest</c> with each mistake and what is allowed.</exception>
    public static ReportRequest Read(ReportDefinition report, IEnumerable<KeyValuePair<string, string>> texts)
    {
        var request = Read(report, texts, out var mistakes);
        return mistakes.Count == 0
            ? request
            : throw new TerminalException(ProblemCode.BadRequest, $"{report.Name}: {string.Join("; ", mistakes.Values)}.");
    }

    /// <param name="mistakes">Mistakes by parameter; if there are any, do not use the request.</param>
    public static ReportRequest Read(
        ReportDefinition report, IEnumerable<KeyValuePair<string, string>> texts, out IReadOnlyDictionary<string, string> mistakes)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var given = new Dictionary<string, string>();
        foreach (var (name, text) in texts)
        {
            if (!given.TryAdd(name, text))
                found[name] = $"{name} is given twice";
        }

        var values = report.Parameters.ToDictionary(parameter => parameter.Name, parameter => ValueOf(parameter, given, found));
        var known = report.Parameters.Select(parameter => parameter.Name).Concat(s_common).ToList();
        if (report.Period is not null)
            known.Add(Fill);
        foreach (var unknown in given.Keys.Except(known))
            found[unknown] = LikelyName.OfParameter(unknown, known);

        var next = NextOf(given, found);
        var request = new ReportRequest(report, values, SortOf(report, given, found), LimitOf(report, given, found), next)
        {
            Snapshot = SnapshotOf(given, next, found),
            IsFilled = report.Period is not null && IsFilledBy(given, found),
            Chosen = ChosenOf(report, given, found),
        };
        mistakes = found;
        return request;
    }

    static SqlValue ValueOf(ReportParameter parameter, Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        var absent = parameter.Default ?? new(parameter.Type, null);
        if (!given.TryGetValue(parameter.Name, out var text) || text.Length == 0)
        {
            if (parameter.Required)
                mistakes[parameter.Name] = $"{parameter.Name} ({parameter.Type}) is required";
            return absent;
        }

        if (parameter.Read(text, out var mistake) is { } value)
            return value;
        mistakes[parameter.Name] = mistake!;
        return absent;
    }

    static IReadOnlyList<SortKey> SortOf(
        ReportDefinition report, Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        if (!given.TryGetValue("sort", out var text) || text.Length == 0)
            return report.Order;

        var keys = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(SortKey.Read).ToList();
        if (keys.All(key => key is not null && report.Sortable.Contains(key.Column)))
            return [.. keys.OfType<SortKey>().Concat(report.Order).DistinctBy(key => key.Column)];
        mistakes["sort"] = report.Sortable.Count == 0
            ? $"{report.Name} cannot be sorted"
            : $"sort must be one or more of {string.Join(", ", report.Sortable)}, each with - before it for descending";
        return report.Order;
    }

    static List<string>? ChosenOf(
        ReportDefinition report, Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        if (!given.TryGetValue("columns", out var text) || text.Length == 0)
            return null;

        var all = report.Columns.Select(column => column.Name).ToList();
        var chosen = text.Split(',', StringSplitOptions.TrimEntries).Distinct().ToList();
        if (chosen.Find(name => !all.Contains(name)) is not { } unknown)
            return chosen;
        mistakes["columns"] =
            $"there is no column '{unknown}'{LikelyName.Aside(unknown, all)}; columns are {string.Join(", ", all)}, separated by commas";
        return null;
    }

    static int LimitOf(ReportDefinition report, Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        if (!given.TryGetValue("limit", out var text))
            return report.Limit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= ReportDefinition.MostRows)
            return limit;
        mistakes["limit"] = string.Create(CultureInfo.InvariantCulture, $"limit must be a number from 1 to {ReportDefinition.MostRows}");
        return report.Limit;
    }

    static ReportContinuation? NextOf(Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        if (!given.TryGetValue("next", out var text))
            return null;
        if (ReportContinuation.Read(text) is { } next)
            return next;
        mistakes["next"] = "next must be the unchanged continuation token of the previous page";
        return null;
    }

    static bool IsFilledBy(Dictionary<string, string> given, SortedDictionary<string, string> mistakes)
    {
        if (given.TryGetValue(Fill, out var text) && text is not ("zero" or "none"))
            mistakes[Fill] = "fill must be zero or none";
        return text == "zero";
    }

    static string? SnapshotOf(Dictionary<string, string> given, ReportContinuation? next, SortedDictionary<string, string> mistakes)
    {
        if (!given.TryGetValue("snapshot", out var text) || text.Length == 0)
            return next?.Snapshot;
        if (next is not null && next.Snapshot != text)
            mistakes["snapshot"] = $"snapshot must be that of the previous page, {next.Snapshot}";
        return text;
    }
}
