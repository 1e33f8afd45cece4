using DuffBeer.Api.Http;
using DuffBeer.Api.Runs;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Local.Rendering;

/// <summary>Rejected rows as a table or as JSON. (All in memory: the reject budget limits them; CSV streams.)</summary>
static class RejectsText
{
    const int LongestCell = 80;

    static readonly Heading[] s_headings =
        [new("row", IsNumber: true), new("byte", IsNumber: true), new("code"), new("column"), new("value"), new("message"), new("line")];

    public static async Task WriteAsync(Terminal terminal, IAsyncEnumerable<RejectRow> rejects, CancellationToken cancellationToken)
    {
        var rows = await rejects.Select(Line).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            terminal.Error.WriteLine("No row was rejected.");
        else
            TextTable.Write(terminal, s_headings, rows);
    }

    public static async Task WriteJsonAsync(
        TextWriter to, string run, IAsyncEnumerable<RejectRow> rejects, CancellationToken cancellationToken) =>
        JsonText.Write(to, new(run, await rejects.Select(RejectAnswer.Of).ToListAsync(cancellationToken)), ApiJson.Readable.RejectsAnswer);

    static string[] Line(RejectRow reject) =>
    [
        DisplayText.Of(reject.RowNumber), DisplayText.Of(reject.Offset), reject.Code.ToString(), reject.Column ?? "",
        Cut(reject.Value ?? ""), reject.Message, Cut(reject.Raw),
    ];

    static string Cut(string text) => text.Length <= LongestCell ? text : $"{text.AsSpan(0, LongestCell - 1)}…";
}
