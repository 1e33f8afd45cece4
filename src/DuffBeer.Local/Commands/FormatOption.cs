using System.CommandLine;

namespace DuffBeer.Local.Commands;

enum OutputFormat { Table, Json, Csv }

/// <summary>The option <c>--format</c>; where it is left out, <c>--json</c> decides.</summary>
static class FormatOption
{
    public static Option<OutputFormat?> Create() => CheckedOption.Name<OutputFormat>("--format", "table (default), json or csv");

    public static OutputFormat Chosen(Invocation invocation, Option<OutputFormat?> option) =>
        invocation.Value(option) ?? (invocation.Json ? OutputFormat.Json : OutputFormat.Table);
}
