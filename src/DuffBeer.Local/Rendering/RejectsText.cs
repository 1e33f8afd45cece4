using DuffBeer.Api.Http;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Local.Rendering;

/// <summary>Rejected rows as a table or as JSON. (All in memory: the reject budget limits them; CSV streams.)</summary>
static class RejectsText
{
    static readonly Heading[] s_headings =
    [
        new("row", CellKind.Number), new("code"), new("column"), new("value"), new("message", CellKind.Prose, Least: 24),
        new("byte", CellKind.Number), new("line"),
    ];

    public static async Task WriteAsync(
        Terminal terminal, IAsyncEnumerable<RejectRow> rejects, TableView view, CancellationToken cancellationToken)
    {
        var rows = await rejects.Select(Line).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            Paragraph.WriteNote(terminal, "No row was rejected.");
        else
            TextTable.Write(terminal, s_headings, rows, view);
    }

    public static async Task WriteJsonAsync(
        TextWriter to, string run, IAsyncEnumerable<RejectRow> rejects, CancellationToken cancellationToken) =>
        JsonText.Write(to, new(run, await rejects.Select(RejectAnswer.Of).ToListAsync(cancellationToken)), ApiJson.Readable.RejectsAnswer);

    static string[] Line(RejectRow reject) =>
    [
        DisplayText.Of(reject.RowNumber), reject.Code.ToString(), reject.Column ?? "", reject.Value ?? "", reject.Message,
        DisplayText.Of(reject.Offset), reject.Raw,
    ];
}
