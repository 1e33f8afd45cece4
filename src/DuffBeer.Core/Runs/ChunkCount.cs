using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;

namespace DuffBeer.Core.Runs;

/// <summary>Tells the counters what a chunk has read since it told them last.</summary>
sealed class ChunkCount(long start)
{
    long _bytes = start;
    long _rows;
    IReadOnlyDictionary<RejectCode, long> _rejects = new Dictionary<RejectCode, long>();

    public void Tell(UnitReader reader, RowBatcher rows)
    {
        var read = rows.Accepted + rows.Rejected;
        Telemetry.Read(reader.Next - _bytes, read - _rows);
        (_bytes, _rows) = (reader.Next, read);
        if (rows.Rejected == _rejects.Values.Sum())
            return;

        var rejects = rows.RejectedBy;
        foreach (var (code, count) in rejects)
            Telemetry.Rejected(code, count - _rejects.GetValueOrDefault(code));
        _rejects = rejects;
    }
}
