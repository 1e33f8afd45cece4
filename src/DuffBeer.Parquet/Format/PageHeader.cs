using System.Buffers;

namespace DuffBeer.Parquet.Format;

/// <summary>The header of a page. Data pages have version 1, which every reader supports.</summary>
static class PageHeader
{
    /// <summary>More bytes than any header takes.</summary>
    public const int MaxLength = 64;

    public static void Write(IBufferWriter<byte> to, PageType type, int uncompressed, int compressed, int values, PageEncoding encoding)
    {
        var thrift = new ThriftCompactWriter(to);
        thrift.Field(1, (int)type);
        thrift.Field(2, uncompressed);
        thrift.Field(3, compressed);
        thrift.BeginStruct(type == PageType.Data ? 5 : 7);
        thrift.Field(1, values);
        thrift.Field(2, (int)encoding);
        if (type == PageType.Data)
        {
            thrift.Field(3, (int)PageEncoding.Rle);
            thrift.Field(4, (int)PageEncoding.Rle);
        }

        thrift.EndStruct();
        thrift.EndStruct();
    }
}
