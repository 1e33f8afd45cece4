using CsvHelper;

namespace DuffBeer.Core.Csv;

/// <summary>Reads the units (blank lines, records, faulty lines) that start in a byte range, in order.</summary>
/// <remarks>
/// Use: <c>do { while (reader.TryRead()) … } while (await reader.FillAsync(token));</c> then <see cref="Next"/> is the first boundary at or
/// after <c>end</c>, or the file's length. Spans are valid until the next call of either method.
/// <para>CsvHelper reads what is clean; where it calls a record malformed, <see cref="UnitSplitter"/> decides. Nothing is allocated for a clean row.</para>
/// </remarks>
public sealed class UnitReader : IDisposable
{
    readonly Dialect _dialect;
    readonly ReaderLimits _limits;
    readonly long _end;
    readonly ForwardBuffer _buffer;
    readonly CsvReaderOptions _options;
    readonly SplitCells _cells;

    CsvReader? _records;
    bool _isMalformed;
    bool _fieldsAreSplit;

    // Before this offset the splitter reads, CsvHelper from it on.
    long _recordsFrom;
    int _dwell;
    int _rawStart;
    int _rawLength;
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
        _dwell = limits.Dwell;
        _recordsFrom = start;
        _buffer = new(source, start, limits.Block);
        _cells = new(dialect.Quote);
        _options = new()
        {
            Separator = (char)dialect.Delimiter,
            Quote = (char)dialect.Quote,
            HasHeader = false,
            SkipEmptyLines = false,
            // Called by the very Read that brings the record.
            OnMalformedRecord = _ => _isMalformed = true,
        };
        Next = start;
    }

    enum Overlong { None, LineToSkip, LineSkipped }

    public UnitKind Kind { get; private set; }
    public UnitFault Fault { get; private set; }

    /// <summary>Absolute offset of the unit's first byte.</summary>
    public long Offset { get; private set; }

    /// <summary>Absolute offset behind the unit and its line break: the next boundary.</summary>
    public long Next { get; private set; }

    /// <summary>Cells of the record; 0 unless <see cref="Kind"/> is <see cref="UnitKind.Record"/>.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Bytes looked at, some more than once: what makes the cost of reading countable.</summary>
    internal long Examined { get; private set; }

    /// <summary>A cell without its quotes, doubled quotes made single. 0-based, below <see cref="FieldCount"/>.</summary>
    public ReadOnlySpan<byte> Field(int index) => _fieldsAreSplit ? _cells.Unquoted(Raw, index) : _records!.GetSpan(index);

    /// <summary>The unit as it stands in the file, without its final line break. Of an over-long line only the first <see cref="Dialect.MaxRecordBytes"/> bytes.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.Bytes.AsSpan(_rawStart, _rawLength);

    /// <summary>Moves to the next unit among the bytes at hand; false when more must be fetched, or the range is done.</summary>
    public bool TryRead()
    {
        if (_overlong == Overlong.LineSkipped)
        {
            _overlong = Overlong.None;
            return true;
        }

        if (Next >= _end || _overlong == Overlong.LineToSkip)
            return false;
        if (_records is null && Next >= _recordsFrom)
            StartRecords();
        return (_records is not null && TryReadRecord()) || TrySplit();
    }

    /// <summary>Fetches more bytes; false when the range is done.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        StopRecords();
        if (_overlong == Overlong.LineToSkip)
        {
            await _buffer.SkipLineAsync(_limits.MaxRecord, _limits.Block, long.MaxValue, cancellationToken);
            Set(UnitKind.Fault, UnitFault.LineTooLong, rawStart: 1, _limits.MaxRecord, fieldCount: 0);
            _overlong = Overlong.LineSkipped;
            return true;
        }

        if (Next >= _end || _buffer.AtEndOfFile)
            return false;
        await _buffer.FillAsync(BytesToHold(), cancellationToken);
        return true;
    }

    public void Dispose()
    {
        StopRecords();
        _buffer.Dispose();
    }

    /// <summary>A block, or less where the range ends before: its last unit rarely reaches far over the end.</summary>
    int BytesToHold() => (int)Math.Min(_limits.Block, Math.Min(_limits.Block, _end - Next) + _limits.Overrun);

    void StartRecords()
    {
        // From the line break before the unit: at its very start CsvHelper would take FF FE for the mark of UTF-16.
        var from = _buffer.Start - 1;
        _records = CsvReader.Create(new ReadOnlyMemory<byte>(_buffer.Bytes, from, _buffer.End - from), _options);
        _records.Read();
    }

    void StopRecords()
    {
        _records?.Dispose();
        _records = null;
    }

    bool TryReadRecord()
    {
        _isMalformed = false;
        var clean = _records!.Read() ? _records.RawRecord.Length : int.MaxValue;
        var start = _buffer.Start;
        Examined += Math.Min(clean, _buffer.End - start);

        // A record that touches the end of the block may go on behind it.
        if (clean >= _buffer.End - start - 1)
        {
            StopRecords();
            _recordsFrom = _buffer.EndOffset;
            _dwell = _limits.Dwell;
            return false;
        }

        if (clean > _limits.MaxRecord || (_isMalformed && !IsUnit(clean)))
        {
            StopRecords();
            _recordsFrom = Next + _dwell;
            _dwell = Math.Min(_dwell * 2, Dialect.MaxRecordBytes);
            return false;
        }

        _fieldsAreSplit = false;
        _buffer.Advance(clean + BreakLength(start + clean));
        Set(clean == 0 ? UnitKind.Blank : UnitKind.Record, UnitFault.None, start, clean, clean == 0 ? 0 : _records.FieldCount);
        return true;
    }

    bool TrySplit()
    {
        var start = _buffer.Start;
        var unit = UnitSplitter.Split(_buffer.Unread, _buffer.AtEndOfFile, _dialect, _limits.MaxRecord, _cells.Ends);
        Examined += unit.Examined;
        if (unit.Extent == UnitExtent.LineGoesOn)
            _overlong = Overlong.LineToSkip;
        if (unit.Extent != UnitExtent.Whole)
            return false;

        _fieldsAreSplit = true;
        _cells.Begin();
        _buffer.Advance(unit.Length + unit.BreakLength);
        Set(unit.Kind, unit.Fault, start, Math.Min(unit.Length, _limits.MaxRecord), unit.Kind == UnitKind.Record ? _cells.Ends.Count : 0);
        return true;
    }

    /// <summary>Makes current the unit that the buffer has just gone behind.</summary>
    void Set(UnitKind kind, UnitFault fault, int rawStart, int rawLength, int fieldCount)
    {
        Kind = kind;
        Fault = fault;
        Offset = Next;
        Next = _buffer.StartOffset;
        FieldCount = fieldCount;
        _rawStart = rawStart;
        _rawLength = rawLength;
    }

    /// <summary>Whether the rules, too, make a record of exactly these bytes.</summary>
    bool IsUnit(int length)
    {
        var unit = UnitSplitter.Split(_buffer.Unread, _buffer.AtEndOfFile, _dialect, _limits.MaxRecord);
        Examined += unit.Examined;
        return unit.Extent == UnitExtent.Whole && unit.Kind == UnitKind.Record && unit.Length == length;
    }

    int BreakLength(int index) => _buffer.Bytes[index] == LineBreak.Cr && _buffer.Bytes[index + 1] == LineBreak.Lf ? 2 : 1;
}
