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

        List<string> query = [.. ValuesOf(request, request.Report.Parameters)];
        if (!request.Sort.SequenceEqual(request.Report.Order))
            query.Add($"sort={Uri.EscapeDataString(Sort(request))}");
        if (request.IsFilled)
            query.Add("fill=zero");
        if (request.Chosen is not null)
            query.Add($"columns={string.Join(',', request.Chosen)}");
        query.Add(string.Create(CultureInfo.InvariantCulture, $"limit={limit}"));
        query.Add($"next={next.Write()}");
        return $"/api/reports/{request.Report.Name}?{string.Join('&', query)}";
    }

    /// <summary>The values that narrow the request, as <c>name=value</c> of a query; defaults are left out.</summary>
    public static IEnumerable<string> FiltersOf(ReportRequest request) => ValuesOf(
        request,
        request.Report.Parameters.Where(
            parameter => request.Values[parameter.Name].Value is { } value && !value.Equals(parameter.Default?.Value)));

    static IEnumerable<string> ValuesOf(ReportRequest request, IEnumerable<ReportParameter> parameters) =>
        from parameter in parameters
        let value = request.Values[parameter.Name].Value
        where value is not null
        select $"{parameter.Name}={Uri.EscapeDataString(ReportCellText.Of(parameter.Type, value))}";

    // The first key that callers cannot sort by starts the report's own order, which every request has anyway.
    static string Sort(ReportRequest request) => string.Join(',',
        from key in request.Sort.TakeWhile(key => request.Report.Sortable.Contains(key.Column))
        select key.Descending ? $"-{key.Column}" : key.Column);
}
