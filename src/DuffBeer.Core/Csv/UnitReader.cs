namespace DuffBeer.Core.Csv;

public enum UnitKind { Blank, Record, Fault }

/// <summary>Why a line is not a record.</summary>
public enum UnitFault { None, LineTooLong, UnclosedQuote, BadQuote }

/// <summary>Reads the units (blank lines, records, faulty lines) that start in a byte range, in order.</summary>
/// <param name="source">The file's bytes.</param>
/// <param name="dialect">Separator and quote.</param>
/// <param name="start">Absolute offset of a boundary.</param>
/// <param name="end">Units that start here or later are not read; <see cref="long.MaxValue"/> reads to the end of the file.</param>
/// <remarks>
/// Use: <c>do { while (reader.TryRead()) … } while (await reader.FillAsync(token));</c> then <see cref="Next"/> is the first boundary at or
/// after <c>end</c>, or the file's length. Spans are valid until the next call of either method.
/// </remarks>
public sealed class UnitReader(IByteSource source, Dialect dialect, long start, long end) : IDisposable
{
    public UnitKind Kind { get; private set; }
    public UnitFault Fault { get; private set; }

    /// <summary>Absolute offset of the unit's first byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Absolute offset behind the unit and its line break: the next boundary.</summary>
    public long Next { get; private set; } = start;

    /// <summary>Cells of the record; 0 unless <see cref="Kind"/> is <see cref="UnitKind.Record"/>.</summary>
    public int FieldCount { get; private set; }

    /// <summary>A cell without its quotes, doubled quotes made single. 0-based.</summary>
    public ReadOnlySpan<byte> Field(int index) => throw new NotImplementedException();

    /// <summary>The unit as it stands in the file, without its final line break. Of an over-long line only the first <see cref="Dialect.MaxRecordBytes"/> bytes.</summary>
    public ReadOnlySpan<byte> Raw => throw new NotImplementedException();

    /// <summary>Moves to the next unit among the bytes at hand; false when more must be fetched, or the range is done.</summary>
    public bool TryRead() => throw new NotImplementedException();

    /// <summary>Fetches more bytes; false when the range is done.</summary>
    public ValueTask<bool> FillAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose()
    {
        _ = source;
        _ = dialect;
        _ = end;
    }
}
