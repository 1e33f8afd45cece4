using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Compresses the pages of column chunks, one chunk after another, and keeps a chunk's bytes until they are written.</summary>
sealed class PageWriter
{
    readonly ArrayBufferWriter<byte> _page = new();
    readonly ArrayBufferWriter<byte> _header = new();
    readonly PageCompressor _compressor = new();
    readonly List<PageRange> _ranges = [];
    readonly List<int> _ends = [];
    byte[] _chunk = [];
    int _length;

    public ReadOnlyMemory<byte> Chunk => _chunk.AsMemory(0, _length);
    public long UncompressedLength { get; private set; }

    /// <summary>The data pages as divided by <see cref="Cut"/>.</summary>
    public ReadOnlySpan<PageRange> Ranges => CollectionsMarshal.AsSpan(_ranges);

    /// <summary>Bytes of the dictionary page with its header; 0 if there is none.</summary>
    public int DictionaryLength { get; private set; }

    /// <summary>The end of each data page in the chunk.</summary>
    public ReadOnlySpan<int> Ends => CollectionsMarshal.AsSpan(_ends);

    /// <summary>Bytes of memory kept for the next chunk.</summary>
    public long Held => _chunk.Length + _page.Capacity;

    public void BeginChunk(Codec codec)
    {
        _compressor.Codec = codec;
        _length = DictionaryLength = 0;
        UncompressedLength = 0;
        _ranges.Clear();
        _ends.Clear();
    }

    /// <summary>Divides the rows into data pages.</summary>
    public void Cut<TValues>(ColumnToEncode column, TValues values) where TValues : IPageValues, allows ref struct =>
        PageCut.Into(_ranges, column.Buffer, values);

    public void WriteDictionary<TValues>(TValues entries, int count) where TValues : IPageValues, allows ref struct
    {
        _page.ResetWrittenCount();
        entries.Write(_page, 0, count);
        WritePage(PageType.Dictionary, count, PageEncoding.Plain);
        DictionaryLength = _length;
    }

    /// <summary>Writes all data pages: which rows have a value, if the column is nullable, and the values.</summary>
    /// <param name="values">The non-null values, in order.</param>
    public PageEncoding WriteData<TValues>(ColumnToEncode column, TValues values) where TValues : IPageValues, allows ref struct
    {
        var present = column.Buffer.Present;
        foreach (var range in Ranges)
        {
            _page.ResetWrittenCount();
            if (column.Schema.Column.Nullable)
                WriteLevels(present.IsEmpty ? default : present.Slice(range.FirstRow, range.Rows), range.Rows);
            values.Write(_page, range.FirstValue, range.Values);
            WritePage(PageType.Data, range.Rows, values.Encoding);
            _ends.Add(_length);
        }

        return values.Encoding;
    }

    void WriteLevels(ReadOnlySpan<byte> present, int rows)
    {
        _page.GetSpan(sizeof(int));
        _page.Advance(sizeof(int));
        if (present.IsEmpty)
            RleBitPacking.WriteRun(_page, value: 1, rows, width: 1);
        else
            RleBitPacking.WriteBits(_page, present);
        var page = MemoryMarshal.AsMemory(_page.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(page, page.Length - sizeof(int));
    }

    void WritePage(PageType type, int values, PageEncoding encoding)
    {
        // The header precedes the compressed page but contains its length. It is nearly always as long as the previous page's header;
        // otherwise the page is moved.
        var guess = _header.WrittenCount;
        Reserve(guess + PageHeader.MaxLength + _compressor.MaxLength(_page.WrittenCount));
        var compressed = _compressor.Compress(_page.WrittenSpan, _chunk.AsSpan(_length + guess));

        _header.ResetWrittenCount();
        PageHeader.Write(_header, type, _page.WrittenCount, compressed, values, encoding);
        var rest = _chunk.AsSpan(_length);
        if (_header.WrittenCount != guess)
            rest.Slice(guess, compressed).CopyTo(rest[_header.WrittenCount..]);
        _header.WrittenSpan.CopyTo(rest);
        _length += _header.WrittenCount + compressed;
        UncompressedLength += _header.WrittenCount + _page.WrittenCount;
    }

    void Reserve(int room)
    {
        if (_chunk.Length - _length < room)
            Array.Resize(ref _chunk, (int)Math.Min(Array.MaxLength, Math.Max(_length + (long)room, _chunk.Length * 2L)));
    }
}
