using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DuffBeer.Parquet.Encodings;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet;

/// <summary>Compresses the pages of one column chunk after another and keeps the chunk's bytes until they are written.</summary>
sealed class PageWriter
{
    /// <summary>A reader that wants one row decompresses one page.</summary>
    const int MaxRows = 20_000;

    /// <summary>Strings end a page earlier.</summary>
    const int MaxBytes = 1 << 20;

    readonly ArrayBufferWriter<byte> _chunk = new();
    readonly ArrayBufferWriter<byte> _page = new();
    readonly SnappyCompressor _snappy = new();
    byte[] _compressed = [];

    public ReadOnlyMemory<byte> Chunk => _chunk.WrittenMemory;
    public long UncompressedLength { get; private set; }
    public int DataPages { get; private set; }

    /// <summary>Bytes of memory held for the next chunk.</summary>
    public long Held => _chunk.Capacity + _page.Capacity + _compressed.Length;

    public void BeginChunk()
    {
        _chunk.ResetWrittenCount();
        UncompressedLength = DataPages = 0;
    }

    /// <summary>Returns the page's length in the file.</summary>
    public int WriteDictionaryPage<T>(ReadOnlySpan<T> entries) where T : unmanaged
    {
        _page.ResetWrittenCount();
        new PlainNumbers<T>(entries).Write(_page, 0, entries.Length);
        WritePage(PageType.Dictionary, entries.Length, PageEncoding.Plain);
        return _chunk.WrittenCount;
    }

    /// <inheritdoc cref="WriteDictionaryPage{T}"/>
    public int WriteDictionaryPage(StringDictionary dictionary, ByteStrings values)
    {
        _page.ResetWrittenCount();
        var rest = _page.GetSpan(dictionary.Bytes);
        foreach (var entry in dictionary.Entries)
            rest = rest[PlainStrings.Write(rest, values[entry.First])..];
        _page.Advance(dictionary.Bytes);
        WritePage(PageType.Dictionary, dictionary.Count, PageEncoding.Plain);
        return _chunk.WrittenCount;
    }

    /// <summary>Writes all rows: which of them have a value, where a row need not, and the values.</summary>
    /// <param name="values">Of the rows that have one, in order.</param>
    /// <param name="rows">Rows in all.</param>
    /// <param name="present">1 or 0 for each row; empty where every row has a value.</param>
    /// <param name="nullable">Whether the column may have nulls, also where it has none here.</param>
    public void WriteDataPages<TValues>(TValues values, int rows, ReadOnlySpan<byte> present, bool nullable)
        where TValues : IPageValues, allows ref struct
    {
        for (var (row, firstValue) = (0, 0); row < rows;)
        {
            var pageRows = Math.Min(MaxRows, rows - row);
            var count = present.IsEmpty ? pageRows : present.Slice(row, pageRows).Count((byte)1);
            var fit = count == 0 ? 0 : values.Fit(firstValue, count, MaxBytes);
            if (fit < count)
                (pageRows, count) = (present.IsEmpty ? fit : RowsOf(fit, present[row..]), fit);

            _page.ResetWrittenCount();
            if (nullable)
                WriteLevels(present.IsEmpty ? default : present.Slice(row, pageRows), pageRows);
            values.Write(_page, firstValue, count);
            WritePage(PageType.Data, pageRows, values.Encoding);
            DataPages++;
            firstValue += count;
            row += pageRows;
        }
    }

    /// <summary>Rows before the one whose value is the first too many.</summary>
    static int RowsOf(int values, ReadOnlySpan<byte> present)
    {
        var row = 0;
        for (var seen = 0; seen + present[row] <= values; row++)
            seen += present[row];
        return row;
    }

    void WriteLevels(ReadOnlySpan<byte> present, int rows)
    {
        _page.GetSpan(sizeof(int));
        _page.Advance(sizeof(int));
        if (present.IsEmpty)
            RleBitPacking.WriteRun(_page, (byte)1, rows, width: 1);
        else
            RleBitPacking.Write(_page, present, width: 1);
        var page = MemoryMarshal.AsMemory(_page.WrittenMemory).Span;
        BinaryPrimitives.WriteInt32LittleEndian(page, page.Length - sizeof(int));
    }

    void WritePage(PageType type, int values, PageEncoding encoding)
    {
        var room = SnappyCompressor.MaxLength(_page.WrittenCount);
        if (_compressed.Length < room)
            _compressed = new byte[room];
        var length = _snappy.Compress(_page.WrittenSpan, _compressed);

        var start = _chunk.WrittenCount;
        PageHeader.Write(_chunk, type, _page.WrittenCount, length, values, encoding);
        UncompressedLength += _chunk.WrittenCount - start + _page.WrittenCount;
        _chunk.Write(_compressed.AsSpan(0, length));
    }
}
