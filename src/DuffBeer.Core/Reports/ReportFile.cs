using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;

namespace DuffBeer.Core.Reports;

/// <summary>Reads a report's file.</summary>
public static partial class ReportFile
{
    /// <summary>The keys of a report's header; the first is required.</summary>
    public static readonly IReadOnlyList<HeaderKey> Keys =
    [
        new("report", "Name of the report, the same as its file's: lower-case words joined by hyphens; required"),
        new("title", "Heading of the report; required"),
        new("domain", "Domain whose as-of date and ledger belong to the figures; required"),
        new("model", "The model that it reads, with `{{ ref('…') }}`; required"),
        new("parameters", "One line per parameter: name, type, rules, description"),
        new("sortable", "Columns that callers may sort by"),
        new("order", "Default order, as `column` or `column desc`. Its columns must identify a row; required"),
        new("limit", "Rows per page; default: 100"),
        new("cache", "How long an answer is valid, in words"),
        new("chart", "The chart that suits it, such as `bar(client_name, net_sales)`"),
        new("export", "`true`: each refresh writes it to the lake as CSV. Not for reports with a required parameter"),
        new("show", "Headline columns: the ones shown where space is short"),
        new("columns", "One line per column: name, type, description; required"),
        .. ReportColumnLines.Keys, .. ReportPeriod.Keys, .. InputLinks.Keys,
    ];

    /// <summary>Keys whose values are columns.</summary>
    static readonly string[] s_lists = ["sortable", "order", "show", "whole"];

    /// <summary>Null if the header cannot be read; otherwise a report, which is valid if no error was added.</summary>
    public static ReportDefinition? Read(string file, string text, ICollection<DefinitionError> errors)
    {
        var header = DefinitionHeader.Read(file, text, Keys, errors);
        if (header.Text("report") is not { } name)
            return null;

        var (parameters, columns) = (ReportParameterLine.Read(header, errors), ReportColumnLines.Read(header, errors));
        var report = new ReportDefinition
        {
            Name = name,
            Title = header.Required("title", errors),
            Description = header.Prose,
            Domain = header.Required("domain", errors),
            Model = header.Required("model", errors),
            Parameters = parameters,
            Columns = columns,
            Currency = ReportColumnLines.Currency(header, errors),
            Period = ReportPeriod.Read(header, columns, parameters, errors),
            Sortable = HeaderList.Items(header.Text("sortable")),
            Order = ReadOrder(header, errors),
            Limit = ReadLimit(header, errors),
            Cache = header.Text("cache") ?? "",
            Chart = header.Text("chart") ?? "",
            IsExported = ReadExport(header, errors),
            Show = HeaderList.Items(header.Text("show")),
            Sql = SqlTemplateParser.Parse(file, header.Sql, header.SqlLine, errors),
            From = InputLinks.Read(header, errors),
            Whole = HeaderList.Items(header.Text("whole")),
            Text = header.Sql.Trim(),
            File = file,
            Hash = ModelHashes.Digest([text.ReplaceLineEndings("\n")]),
        };
        Check(report, header, errors);
        return report;
    }

    static List<SortKey> ReadOrder(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        var order = new List<SortKey>();
        foreach (var item in HeaderList.Items(header.Required("order", errors)))
        {
            if (SortKey.Read(item) is { } key)
                order.Add(key);
            else
            {
                errors.Add(
                    new(header.File, header["order"]!.Line, 1, $"'{item}' is not an order: expected column, column asc or column desc"));
            }
        }

        return order;
    }

    static int ReadLimit(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["limit"] is not { } entry)
            return 100;
        if (int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit is >= 1 and <= ReportDefinition.MostRows)
            return limit;
        errors.Add(
            new(header.File, entry.Line, 1, $"the limit must be a number from 1 to {ReportDefinition.MostRows}, not '{entry.Value}'"));
        return 100;
    }

    static bool ReadExport(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["export"] is not { } entry)
            return false;
        if (bool.TryParse(entry.Value, out var isExported))
            return isExported;
        errors.Add(new(header.File, entry.Line, 1, $"export must be true or false, not '{entry.Value}'"));
        return false;
    }

    static void Check(ReportDefinition report, DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (!ReportName().IsMatch(report.Name) || report.Name != Path.GetFileNameWithoutExtension(report.File))
            errors.Add(
                new(
                    report.File,
                    header["report"]!.Line,
                    1,
                    $"'{report.Name}' is not a valid report name: lower-case words joined by hyphens, the same as its file name"));
        if (report.Description.Length == 0)
            errors.Add(new(report.File, 1, 1, "the header has no description: write it below an empty '--' line"));

        CheckColumns(report, header, errors);
        if (!report.Sql.Refs.Contains(report.Model))
            errors.Add(
                new(report.File, header["model"]?.Line ?? 1, 1, $"the header says model: {report.Model}, which the SELECT does not read"));
        if (report.IsExported && report.Parameters.Any(parameter => parameter.Required))
            errors.Add(new(report.File, header["export"]!.Line, 1, "a report with a required parameter cannot be exported"));
        CheckParameters(report, header, errors);
        string[] own = [.. report.Columns.Select(column => column.Name)];
        string[] parameters = [.. report.Parameters.Select(parameter => parameter.Name)];
        foreach (var mistake in report.From is null ? [] : InputLinks.Mistakes(report.From, report.Sql, own, parameters))
            errors.Add(new(report.File, header["from"]!.Line, 1, mistake));
    }

    static void CheckColumns(ReportDefinition report, DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        List<string> columns = [.. report.Columns.Select(column => column.Name)];
        foreach (var key in s_lists)
            _ = ReportColumnLines.Known(header, key, columns, errors).Count();
    }

    static void CheckParameters(ReportDefinition report, DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        var declared = report.Parameters.ToDictionary(parameter => parameter.Name);
        var used = report.Sql.Parameters.ToList();
        foreach (var use in used)
        {
            if (!declared.TryGetValue(use.Name, out var parameter))
                errors.Add(new(report.File, use.Line, use.Column, $"the parameter {use.Name} is not declared under parameters"));
            else if (!use.InWhere && parameter.Type.Kind == TypeKind.String)
                errors.Add(new(report.File, use.Line, use.Column, $"the text parameter {use.Name} may be used only in a WHERE"));
        }

        foreach (var unused in declared.Keys.Where(name => used.All(use => use.Name != name)))
            errors.Add(new(report.File, header["parameters"]!.Line, 1, $"the parameter {unused} is declared but not used"));
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex ReportName();
}
