using System.Runtime.CompilerServices;
using System.Text;
using DuffBeer.Api.Http;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;

namespace DuffBeer.Api.Runs;

/// <summary>All rejected rows of a run as CSV, read page by page.</summary>
sealed class RejectCsvReply : StreamedReply
{
    const int RowsAtATime = 5_000;

    static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    readonly string _run;
    readonly RejectRows _rejects;
    readonly FilePlan? _plan;
    readonly RejectFilter? _filter;

    public RejectCsvReply(string run, RejectRows rejects, FilePlan? plan, RejectFilter? filter)
        : base("text/csv; charset=utf-8")
    {
        (_run, _rejects, _plan, _filter) = (run, rejects, plan, filter);
        FileName = $"{run}-rejects.csv";
    }

    protected override async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Text(to => RejectCsv.WriteHeader(_plan, to));
        long? after = 0;
        while (after is { } last)
        {
            var page = await _rejects.PageAsync(_run, _filter, last, RowsAtATime, cancellationToken);
            if (page.Rows.Count > 0)
                yield return Text(to => RejectCsv.Write(_plan, page.Rows, to));
            after = page.Next;
        }
    }

    static byte[] Text(Action<TextWriter> write)
    {
        using var text = new StringWriter();
        write(text);
        return s_utf8.GetBytes(text.ToString());
    }
}
