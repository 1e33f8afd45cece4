using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>The contents of a file, counted by <see cref="RecordCounter"/>.</summary>
public readonly record struct RecordCount(long Records, long BlankLines, long FaultyLines)
{
    /// <summary>Rows read, in the ledger's sense.</summary>
    public long Rows => Records + FaultyLines;
}

/// <summary>Counts a file's rows independently, byte by byte from a boundary to the end, with none of the reader's code.</summary>
/// <remarks>
/// From each boundary two state machines run together: one reads a record by strict quoting, the other judges the first physical line by
/// itself and is used only if strict quoting broke on that line.
/// </remarks>
public sealed class RecordCounter
{
    const int WindowBytes = 256 << 10;

    readonly IByteSource _source;
    readonly Dialect _dialect;
    readonly int _columns;
    readonly int _limit;

    byte[] _window;
    int _filled;
    int _at;
    long _nextRead;
    bool _ended;

    RecordCounter(IByteSource source, Dialect dialect, int columns, long start, int limit, int windowBytes)
    {
        (_source, _dialect, _columns, _nextRead, _limit) = (source, dialect, columns, start, limit);
        _window = new byte[windowBytes];
    }

    enum Cell { Begins, Plain, PlainEscaped, Open, OpenEscaped, MayClose, Closed, Broken }

    /// <param name="columns">Cells of the header: a line of so many empty cells counts as blank.</param>
    /// <param name="start">Absolute offset of a boundary: the end of the header.</param>
    public static Task<RecordCount> CountAsync(
        IByteSource source, Dialect dialect, int columns, long start, CancellationToken cancellationToken) =>
        CountAsync(source, dialect, columns, start, Dialect.MaxRecordBytes, WindowBytes, cancellationToken);

    internal static async Task<RecordCount> CountAsync(
        IByteSource source, Dialect dialect, int columns, long start, int limit, int windowBytes, CancellationToken cancellationToken)
    {
        var counter = new RecordCounter(source, dialect, columns, start, limit, windowBytes);
        var count = new RecordCount();
        while (await counter.HasAsync(0, cancellationToken))
        {
            count = await counter.NextAsync(cancellationToken) switch
            {
                UnitKind.Record => count with { Records = count.Records + 1 },
                UnitKind.Blank => count with { BlankLines = count.BlankLines + 1 },
                _ => count with { FaultyLines = count.FaultyLines + 1 },
            };
        }

        return count;
    }

    async ValueTask<UnitKind> NextAsync(CancellationToken cancellationToken)
    {
        if (_window[_at] == _dialect.Comment)
            return await NextCommentAsync(cancellationToken);
        var (strict, alone) = (Cell.Begins, Cell.Begins);
        var (strictLeft, aloneLeft) = (0, 0);
        var separators = 0;
        var lineLength = -1;
        var brokeOnFirstLine = false;
        for (var length = 0; ; length++)
        {
            var atEnd = _at + length >= _filled && !await HasAsync(length, cancellationToken);
            var b = atEnd ? (byte)'\n' : _window[_at + length];
            var isBreak = b is (byte)'\n' or (byte)'\r';
            var isSeparator = b == _dialect.Delimiter && await IsSeparatorAsync(length, cancellationToken);

            if (strict != Cell.Broken)
            {
                if (isBreak && strict is not (Cell.Open or Cell.OpenEscaped))
                {
                    await TakeAsync(length, cancellationToken);
                    var isGhost = separators * (1 + Rest.Length) == length && IsWholeRow(separators + 1);
                    return length == 0 || isGhost ? UnitKind.Blank : UnitKind.Record;
                }

                separators += isSeparator && strictLeft == 0 ? 1 : 0;
                strict = atEnd || length == _limit ? Cell.Broken : Step(strict, b, isSeparator, strayQuotesBreak: true, ref strictLeft);
                brokeOnFirstLine = strict == Cell.Broken && lineLength < 0;
            }

            if (lineLength < 0 && isBreak)
                lineLength = length;
            else if (lineLength < 0)
                alone = Step(alone, b, isSeparator, strayQuotesBreak: false, ref aloneLeft);

            if (strict != Cell.Broken)
                continue;
            if (lineLength >= 0)
            {
                await TakeAsync(lineLength, cancellationToken);
                var stands = brokeOnFirstLine && lineLength <= _limit && alone is not (Cell.Open or Cell.OpenEscaped or Cell.Broken);
                return stands ? UnitKind.Record : UnitKind.Fault;
            }

            if (length > _limit)
            {
                await SkipLineAsync(cancellationToken);
                return UnitKind.Fault;
            }
        }
    }

    byte[] Rest => _dialect.DelimiterRest ?? [];

    bool IsWholeRow(int cells) => cells > 1 && (cells == _columns || (_dialect.TrailingDelimiter && cells == _columns + 1));

    async ValueTask<UnitKind> NextCommentAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (length <= _limit && await HasAsync(length, cancellationToken) && _window[_at + length] is not ((byte)'\n' or (byte)'\r'))
            length++;
        if (length > _limit)
        {
            await SkipLineAsync(cancellationToken);
            return UnitKind.Fault;
        }

        await TakeAsync(length, cancellationToken);
        return UnitKind.Blank;
    }

    /// <summary>Whether the separator, whose first byte is this far after the current one, is complete.</summary>
    async ValueTask<bool> IsSeparatorAsync(int ahead, CancellationToken cancellationToken)
    {
        for (var next = 0; next < Rest.Length; next++)
        {
            if (!await HasAsync(ahead + 1 + next, cancellationToken) || _window[_at + ahead + 1 + next] != Rest[next])
                return false;
        }

        return true;
    }

    /// <param name="left">Bytes left of a separator that has several.</param>
    Cell Step(Cell cell, byte b, bool isSeparator, bool strayQuotesBreak, ref int left)
    {
        if (left > 0)
        {
            left--;
            return cell;
        }

        var next = Step(cell, b, isSeparator, strayQuotesBreak);
        left = isSeparator && next == Cell.Begins ? Rest.Length : 0;
        return next;
    }

    Cell Step(Cell cell, byte b, bool isSeparator, bool strayQuotesBreak) => cell switch
    {
        Cell.Broken => Cell.Broken,
        Cell.OpenEscaped => Cell.Open,
        Cell.PlainEscaped => Cell.Plain,
        Cell.Open => b == _dialect.Quote ? Cell.MayClose : b == _dialect.Escape ? Cell.OpenEscaped : Cell.Open,
        Cell.MayClose when b == _dialect.Quote => Cell.Open,
        _ when isSeparator => Cell.Begins,
        Cell.MayClose or Cell.Closed => IsSpace(b) ? Cell.Closed : Cell.Broken,
        _ when b == _dialect.Escape => Cell.PlainEscaped,
        Cell.Begins when b == _dialect.Quote => Cell.Open,
        Cell.Begins when IsSpace(b) => Cell.Begins,
        _ when b == _dialect.Quote && strayQuotesBreak => Cell.Broken,
        _ => Cell.Plain,
    };

    bool IsSpace(byte b) => _dialect.SpacedQuotes && b is (byte)' ' or (byte)'\t';

    async ValueTask SkipLineAsync(CancellationToken cancellationToken)
    {
        while ((_at < _filled || await HasAsync(0, cancellationToken)) && _window[_at] is not ((byte)'\n' or (byte)'\r'))
            _at++;
        await TakeAsync(0, cancellationToken);
    }

    /// <summary>Moves after a line of this length and its line break.</summary>
    async ValueTask TakeAsync(int length, CancellationToken cancellationToken)
    {
        var isCr = await HasAsync(length, cancellationToken) && _window[_at + length] == (byte)'\r';
        var isCrLf = isCr && await HasAsync(length + 1, cancellationToken) && _window[_at + length + 1] == (byte)'\n';
        _at = Math.Min(_filled, _at + length + (isCrLf ? 2 : 1));
    }

    /// <summary>Whether there is a byte this far after the current one; loads it into the window.</summary>
    async ValueTask<bool> HasAsync(int ahead, CancellationToken cancellationToken)
    {
        while (_at + ahead >= _filled)
        {
            if (_ended)
                return false;
            _window.AsSpan(_at, _filled - _at).CopyTo(_window);
            (_filled, _at) = (_filled - _at, 0);
            if (_filled == _window.Length)
                Array.Resize(ref _window, _window.Length * 2);
            var read = await _source.ReadAsync(_nextRead, _window.AsMemory(_filled), cancellationToken);
            _ended = read < _window.Length - _filled;
            _filled += read;
            _nextRead += read;
        }

        return true;
    }
}
