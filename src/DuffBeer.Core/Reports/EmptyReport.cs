using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Reports;

/// <summary>Says why a report has no rows, from the values that the caller gave.</summary>
static class EmptyReport
{
    /// <param name="read">Reads another request of the same snapshot.</param>
    public static async Task<IReadOnlyList<string>> NotesAsync(ReportRequest request, Func<ReportRequest, Task<ReportResult>> read)
    {
        if (request.Offset > 0)
            return [];
        var given = request.Report.Parameters.Where(parameter => IsGiven(request, parameter)).ToList();
        if (given.Count == 0)
            return ["The report has no rows in this snapshot."];
        if (IsBackwards(request))
            return [$"from={TextOf(request, "from")} is after to={TextOf(request, "to")}, so no row can match."];

        var values = string.Join(", ", given.Select(parameter => $"{parameter.Name}={TextOf(request, parameter.Name)}"));
        var notes = new List<string> { $"No row matches {values}." };
        foreach (var parameter in given.Where(parameter => parameter.Type.Kind == TypeKind.String && parameter.OneOf.Count == 0))
            notes.AddRange(await HintAsync(request, parameter, read) is { } hint ? [hint] : []);
        return notes;
    }

    /// <summary>The value of the parameter's column that a mistyped one most likely means.</summary>
    static async Task<string?> HintAsync(ReportRequest request, ReportParameter parameter, Func<ReportRequest, Task<ReportResult>> read)
    {
        var column = request.Report.Columns.Select(known => known.Name).ToList().IndexOf(parameter.Name);
        if (column < 0)
            return null;
        var others = new Dictionary<string, SqlValue>(request.Values) { [parameter.Name] = new(parameter.Type, null) };
        var all = await read(request with { Values = others, Limit = ReportDefinition.MostRows, Chosen = null });
        var likely = LikelyName.Of(TextOf(request, parameter.Name), all.Rows.Select(row => row[column]).OfType<string>().Distinct());
        return likely is null ? null : $"{parameter.Name} has the value '{likely}'; texts must match exactly, in upper and lower case too.";
    }

    static bool IsGiven(ReportRequest request, ReportParameter parameter) =>
        request.Values[parameter.Name].Value is { } value && !value.Equals(parameter.Default?.Value);

    static bool IsBackwards(ReportRequest request) =>
        request.Values.TryGetValue("from", out var from)
            && request.Values.TryGetValue("to", out var to)
            && from.Value is IComparable first
            && to.Value is { } last
            && first.GetType() == last.GetType()
            && first.CompareTo(last) > 0;

    static string TextOf(ReportRequest request, string name) => ReportCellText.Of(request.Values[name].Type, request.Values[name].Value);
}
