using System.Runtime.CompilerServices;

namespace DuffBeer.Core.Csv;

/// <summary>Consecutive records with the same number of cells, in the reader's buffer.</summary>
/// <remarks>Valid until the reader moves on. Positions are indices into <see cref="Bytes"/>.</remarks>
public sealed class RecordBlock
{
    /// <summary>Maximum records per block: few enough that their bytes and columns stay in the processor's caches.</summary>
    public const int MaxRecords = 512;

    /// <summary>Bytes after every record that may be read but have no meaning.</summary>
    public const int Slack = 64;

    // A record: the position before its first byte, then the position where each cell ends.
    readonly int[] _bounds;
    readonly CellUnquoter _text;
    byte[] _copy = [];

    /// <param name="cells">Cells per record.</param>
    /// <param name="dialect">Separator and quote.</param>
    public RecordBlock(int cells, Dialect dialect)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 1);
        Cells = cells;
        Quote = dialect.Quote;
        _text = new(dialect with { DelimiterRest = null });
        IsPlain = dialect.IsPlain;
        _bounds = new int[MaxRecords * Stride + Slack];
    }

    public int Cells { get; }
    public byte Quote { get; }

    /// <inheritdoc cref="Dialect.IsPlain"/>
    public bool IsPlain { get; }
    public int Count { get; private set; }

    /// <summary>The reader's buffer, with <see cref="Slack"/> bytes after the last record.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Added to a position, it gives an absolute offset.</summary>
    public long Origin { get; private set; }

    /// <summary>
    /// <see cref="Stride"/> positions per record: before its first byte, then where each cell ends, on its separator or on the record's
    /// end. So cell <c>c</c> of row <c>r</c> is after <c>[r * Stride + c]</c> and before <c>[r * Stride + c + 1]</c>.
    /// </summary>
    public ReadOnlySpan<int> Bounds => _bounds.AsSpan(0, Count * Stride);

    public int Stride => Cells + 1;

    /// <summary>All records with the line breaks between them.</summary>
    public ReadOnlySpan<byte> Raw => Count == 0 ? default : Bytes.AsSpan((_bounds[0] + 1).._bounds[Count * Stride - 1]);

    public bool IsFull => Count == MaxRecords;

    /// <summary>Whether all bytes are known to be below 128.</summary>
    public bool IsAscii { get; internal set; }

    public Record this[int row]
    {
        get
        {
            _text.Begin();
            var bounds = _bounds.AsSpan(row * Stride, Stride);
            var start = bounds[0] + 1;
            return new(Bytes.AsSpan(start, bounds[^1] - start), Origin + start, bounds[1..], start, _text);
        }
    }

    /// <summary>Bytes of a row, its line break not counted.</summary>
    public int LengthOf(int row) => _bounds[row * Stride + Cells] - _bounds[row * Stride] - 1;

    /// <summary>Absolute offset of a row's first byte.</summary>
    public long OffsetOf(int row) => Origin + _bounds[row * Stride] + 1;

    /// <summary>A cell without its quotes. Valid until the next cell or record is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Field(int row, int cell)
    {
        _text.Begin();
        return _text.Unquoted(RawField(row, cell));
    }

    /// <summary>A cell in the buffer, with its quotes and <see cref="Slack"/> bytes after it.</summary>
    public ReadOnlySpan<byte> RawField(int row, int cell)
    {
        var at = row * Stride + cell;
        return Bytes.AsSpan((_bounds[at] + 1).._bounds[at + 1]);
    }

    internal void Begin(byte[] bytes, long origin)
    {
        (Bytes, Origin) = (bytes, origin);
        (Count, IsAscii) = (0, false);
    }

    /// <summary>Makes it one record whose cells are separated by one byte, whatever separates them in the file.</summary>
    /// <param name="unit">The record's bytes.</param>
    /// <param name="offset">Absolute offset of the first.</param>
    /// <param name="ends">Where each cell ends.</param>
    /// <param name="delimiterLength">Bytes from a cell's end to the next cell.</param>
    internal void Copy(ReadOnlySpan<byte> unit, long offset, ReadOnlySpan<int> ends, int delimiterLength)
    {
        if (_copy.Length < unit.Length + 2 + Slack)
            _copy = new byte[unit.Length * 2 + 2 + Slack];
        Begin(_copy, offset - 1);
        var bounds = NextEnds;
        var (begin, at) = (0, 1);
        for (var cell = 0; cell < Cells; cell++, begin = ends[cell - 1] + delimiterLength)
        {
            unit[begin..ends[cell]].CopyTo(_copy.AsSpan(at));
            at += ends[cell] - begin;
            bounds[cell] = at;
            _copy[at++] = (byte)',';
        }

        Add(1);
    }

    /// <summary>Space for the cell ends of the next record and some more; <see cref="Add"/> commits them.</summary>
    internal Span<int> NextEnds => _bounds.AsSpan(Count * Stride + 1);

    internal void Add(int start) => _bounds[Count++ * Stride] = start - 1;
}
