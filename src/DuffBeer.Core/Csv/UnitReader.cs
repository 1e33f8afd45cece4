using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>Reads the units (blank lines, records, faulty lines) that start in a byte range, in order.</summary>
/// <remarks>
/// Use: <c>do { while (reader.TryReadRecords(block) || reader.TryRead()) … } while (await reader.FillAsync(token));</c> then
/// <see cref="Next"/> is the first boundary at or after <c>end</c>, or the file's length. Results are valid until the next call of any of
/// the three.
/// <para><see cref="UnitSplitter"/> decides what a unit is; <see cref="RecordScanner"/> takes the clean records between, many at a
/// time.</para>
/// </remarks>
public sealed class UnitReader : IDisposable
{
    readonly Dialect _dialect;
    readonly ReaderLimits _limits;
    readonly long _end;
    readonly ForwardBuffer _buffer;
    readonly RecordScanner _scanner;
    readonly CellUnquoter _text;
    readonly CellEnds _ends = new();

    int _rawStart;
    int _rawLength;
    long _split;
    Overlong _overlong;

    /// <param name="source">The file's bytes.</param>
    /// <param name="dialect">Separator and quote.</param>
    /// <param name="start">Absolute offset of a boundary.</param>
    /// <param name="end">Units that start here or later are not read; <see cref="long.MaxValue"/> reads to the end of the file.</param>
    public UnitReader(IByteSource source, Dialect dialect, long start, long end)
        : this(source, dialect, start, end, ReaderLimits.Default)
    {
    }

    internal UnitReader(IByteSource source, Dialect dialect, long start, long end, ReaderLimits limits)
    {
        _dialect = dialect;
        _limits = limits;
        _end = end;
        _buffer = new(source, start, limits.Block);
        _scanner = new(dialect, limits.MaxRecord);
        _text = new(dialect);
        Next = start;
    }

    enum Overlong { None, LineToSkip, LineSkipped }

    /// <summary>The kind of the unit that <see cref="TryRead"/> read.</summary>
    public UnitKind Kind { get; private set; }

    /// <inheritdoc cref="Kind"/>
    public UnitFault Fault { get; private set; }

    /// <inheritdoc cref="Kind"/>
    public long Offset { get; private set; }

    /// <summary>Absolute offset after the last unit and its line break: the next boundary.</summary>
    public long Next { get; private set; }

    /// <summary>The unit that <see cref="TryRead"/> read; it has cells only if it is a record.</summary>
    public Record Unit => new(Raw, Offset, Kind == UnitKind.Record ? _ends.All : default, origin: 0, _text);

    /// <summary>
    /// The unit as in the file, without its final line break. For an over-long line, only the first <see cref="Dialect.MaxRecordBytes"/>
    /// bytes.
    /// </summary>
    public ReadOnlySpan<byte> Raw => _buffer.Bytes.AsSpan(_rawStart, _rawLength);

    /// <summary>Bytes examined, some more than once: a measure of the cost of reading.</summary>
    internal long Examined => _split + _scanner.Examined;

    /// <summary>Takes the buffered clean records that have the block's number of cells; false if the next unit is not one.</summary>
    public bool TryReadRecords(RecordBlock block)
    {
        if (_overlong != Overlong.None || Next >= _end)
            return false;
        var behind = _scanner.Take(_buffer, _buffer.Start + Math.Min(_end - Next, int.MaxValue), block);
        _buffer.Advance(behind - _buffer.Start);
        Next = _buffer.StartOffset;
        return block.Count > 0;
    }

    /// <summary>Makes a block of the one record that <see cref="TryRead"/> read, which has at least the block's number of cells.</summary>
    public void CopyTo(RecordBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        if (_dialect.DelimiterLength > 1)
        {
            block.Copy(Raw, Offset, _ends.All, _dialect.DelimiterLength);
            return;
        }

        block.Begin(_buffer.Bytes, Offset - _rawStart);
        var ends = block.NextEnds;
        for (var cell = 0; cell < block.Cells; cell++)
            ends[cell] = _rawStart + _ends.All[cell];
        block.Add(_rawStart);
    }

    /// <summary>Moves to the next buffered unit; false when more bytes must be fetched, or the range is done.</summary>
    public bool TryRead()
    {
        if (_overlong == Overlong.LineSkipped)
        {
            _overlong = Overlong.None;
            return true;
        }

        if (Next >= _end || _overlong == Overlong.LineToSkip)
            return false;

        var start = _buffer.Start;
        var unit = UnitSplitter.Split(_buffer.Unread, _buffer.AtEndOfFile, _dialect, _limits.MaxRecord, _ends);
        _split += unit.Examined;
        if (unit.Extent == UnitExtent.LineGoesOn)
            _overlong = Overlong.LineToSkip;
        if (unit.Extent != UnitExtent.Whole)
            return false;

        _buffer.Advance(unit.Length + unit.BreakLength);
        Set(unit.Kind, unit.Fault, start, Math.Min(unit.Length, _limits.MaxRecord));
        return true;
    }

    /// <summary>Fetches more bytes; false when the range is done.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _scanner.Forget();
        if (_overlong == Overlong.LineToSkip)
        {
            await _buffer.SkipLineAsync(_limits.MaxRecord, _limits.Block, long.MaxValue, cancellationToken);
            Set(UnitKind.Fault, UnitFault.LineTooLong, rawStart: 1, _limits.MaxRecord);
            _overlong = Overlong.LineSkipped;
            return true;
        }

        if (Next >= _end || _buffer.AtEndOfFile)
            return false;
        await _buffer.FillAsync(BytesToHold(), cancellationToken);
        return true;
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>A block, or less if the range ends before: its last unit rarely extends far beyond the end.</summary>
    int BytesToHold() => (int)Math.Min(_limits.Block, Math.Min(_limits.Block, _end - Next) + _limits.Overrun);

    /// <summary>Makes the unit that the buffer has just passed the current one.</summary>
    void Set(UnitKind kind, UnitFault fault, int rawStart, int rawLength)
    {
        Kind = kind;
        Fault = fault;
        Offset = Next;
        Next = _buffer.StartOffset;
        _rawStart = rawStart;
        _rawLength = rawLength;
        _text.Begin();
    }
}
