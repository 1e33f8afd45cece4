using System.Globalization;

namespace DuffBeer.Core.Reports;

/// <summary>The API's path of a page of a report.</summary>
public static class ReportLink
{
    /// <summary>The page after this one; null on the last one.</summary>
    public static string? NextOf(ReportResult result)
    {
        if (result is not { Next: { } next, Request: { Limit: { } limit } request })
            return null;

        var query = new List<string>();
        foreach (var parameter in request.Report.Parameters)
        {
            if (request.Values[parameter.Name].Value is { } value)
                query.Add($"{parameter.Name}={Uri.EscapeDataString(ReportCellText.Of(parameter.Type, value))}");
        }

        if (!request.Sort.SequenceEqual(request.Report.Order))
            query.Add($"sort={Uri.EscapeDataString(Sort(request))}");
        query.Add(string.Create(CultureInfo.InvariantCulture, $"limit={limit}"));
        query.Add($"next={next.Write()}");
        return $"/api/reports/{request.Report.Name}?{string.Join('&', query)}";
    }

    // The first key that callers cannot sort by starts the report's own order, which every request has anyway.
    static string Sort(ReportRequest request) => string.Join(',',
        from key in request.Sort.TakeWhile(key => request.Report.Sortable.Contains(key.Column))
        select key.Descending ? $"-{key.Column}" : key.Column);
}
