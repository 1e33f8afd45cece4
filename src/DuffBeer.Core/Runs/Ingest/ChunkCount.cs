using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Runs.Ingest;

/// <summary>Adds to the counters what a chunk has read since the last report.</summary>
/// <param name="start">Offset of the chunk's first byte; the first chunk counts the header too.</param>
sealed class ChunkCount(long start)
{
    readonly long[] _rejects = new long[RowBatcher.Codes];
    long _bytes = start;
    long _rows;

    public void Tell(UnitReader reader, RowBatcher rows)
    {
        var read = rows.Accepted + rows.Rejected;
        Telemetry.Read(reader.Next - _bytes, read - _rows);
        (_bytes, _rows) = (reader.Next, read);

        var rejects = rows.RejectCounts;
        for (var code = 0; code < rejects.Length; code++)
        {
            if (rejects[code] > _rejects[code])
                Telemetry.Rejected((RejectCode)code, rejects[code] - _rejects[code]);
            _rejects[code] = rejects[code];
        }
    }
}
