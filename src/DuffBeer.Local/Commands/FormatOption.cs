using System.CommandLine;

namespace DuffBeer.Local.Commands;

enum OutputFormat { Table, Vertical, Json, Csv }

/// <summary>The option <c>--format</c>; without it, <c>--json</c> decides.</summary>
static class FormatOption
{
    public static Option<OutputFormat?> Create() => CheckedOption.Name<OutputFormat>(
        "--format", "table (default), vertical (one line per value), json or csv");

    public static OutputFormat Chosen(Invocation invocation, Option<OutputFormat?> option) =>
        invocation.Value(option) ?? (invocation.Json ? OutputFormat.Json : OutputFormat.Table);
}
