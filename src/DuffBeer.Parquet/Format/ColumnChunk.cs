namespace DuffBeer.Parquet.Format;

/// <summary>
/// One column of one row group as it is stored in the file: an optional dictionary page, then data pages of one encoding.
/// </summary>
/// <param name="Offset">The offset of its first page in the file.</param>
/// <param name="DictionaryLength">Bytes of the dictionary page with its header; 0 if there is none.</param>
/// <param name="UncompressedLength">Bytes of all pages with their headers before compression.</param>
/// <param name="Length">Bytes of all pages with their headers in the file.</param>
sealed record ColumnChunk(
    ColumnSchema Schema, Codec Codec, long Offset, int DictionaryLength, PageEncoding Encoding, int DataPages, int Rows,
    long UncompressedLength, long Length, ColumnStatistics Statistics, PageIndex Pages)
{
    public void WriteTo(ThriftCompactWriter thrift, PageIndexPlace index)
    {
        thrift.Field(2, 0L);
        thrift.BeginStruct(3);
        thrift.Field(1, (int)Schema.Physical);
        WriteEncodings(thrift);
        thrift.BeginList(3, ThriftType.Binary, 1);
        thrift.Element(Schema.Column.Name);
        thrift.Field(4, (int)Codec);
        thrift.Field(5, (long)Rows);
        thrift.Field(6, UncompressedLength);
        thrift.Field(7, Length);
        thrift.Field(9, Offset + DictionaryLength);
        if (DictionaryLength > 0)
            thrift.Field(11, Offset);
        thrift.BeginStruct(12);
        Statistics.WriteTo(thrift);
        thrift.EndStruct();
        WritePageCounts(thrift);
        thrift.EndStruct();
        WriteIndex(thrift, index);
    }

    void WriteIndex(ThriftCompactWriter thrift, PageIndexPlace index)
    {
        thrift.Field(4, index.Locations);
        thrift.Field(5, Pages.Locations.Length);
        if (Pages.Bounds.Length == 0)
            return;
        thrift.Field(6, index.Bounds);
        thrift.Field(7, Pages.Bounds.Length);
    }

    /// <summary>All encodings in the chunk: of levels, of the dictionary page, of the data pages.</summary>
    void WriteEncodings(ThriftCompactWriter thrift)
    {
        ReadOnlySpan<PageEncoding> encodings = DictionaryLength > 0
            ? [PageEncoding.Rle, PageEncoding.Plain, Encoding]
            : [PageEncoding.Rle, Encoding];
        thrift.BeginList(2, ThriftType.I32, encodings.Length);
        foreach (var encoding in encodings)
            thrift.Element((int)encoding);
    }

    /// <summary>Tells readers that all data pages have the same encoding, so that a dictionary holds all values.</summary>
    void WritePageCounts(ThriftCompactWriter thrift)
    {
        thrift.BeginList(13, ThriftType.Struct, DictionaryLength > 0 ? 2 : 1);
        if (DictionaryLength > 0)
            WritePageCount(thrift, PageType.Dictionary, PageEncoding.Plain, 1);
        WritePageCount(thrift, PageType.Data, Encoding, DataPages);
    }

    static void WritePageCount(ThriftCompactWriter thrift, PageType type, PageEncoding encoding, int count)
    {
        thrift.BeginElement();
        thrift.Field(1, (int)type);
        thrift.Field(2, (int)encoding);
        thrift.Field(3, count);
        thrift.EndStruct();
    }
}
