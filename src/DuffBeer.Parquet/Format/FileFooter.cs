using System.Buffers;
using System.Buffers.Binary;

namespace DuffBeer.Parquet.Format;

/// <summary>The end of a file: page indexes, schema, row groups, and the footer's own length.</summary>
static class FileFooter
{
    /// <summary>Readers disagree about the meaning of 2; all accept 1.</summary>
    const int Version = 1;

    /// <summary>In the format by which readers recognise known defects of a writer's version.</summary>
    static readonly string s_createdBy = $"DuffBeer version {typeof(FileFooter).Assembly.GetName().Version!.ToString(3)}";

    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <param name="offset">The offset in the file of what is returned.</param>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<ColumnChunk[]> rowGroups, long offset)
    {
        var footer = new ArrayBufferWriter<byte>();
        var indexes = PageIndexSection.Write(footer, rowGroups, offset);
        var begin = footer.WrittenCount;
        var thrift = new ThriftCompactWriter(footer);
        thrift.Field(1, Version);
        WriteSchema(thrift, columns);
        thrift.Field(3, rowGroups.Sum(group => (long)group[0].Rows));
        thrift.BeginList(4, ThriftType.Struct, rowGroups.Count);
        for (var index = 0; index < rowGroups.Count; index++)
            WriteRowGroup(thrift, rowGroups[index], indexes[index], index);
        thrift.Field(6, s_createdBy);
        WriteColumnOrders(thrift, columns.Count);
        thrift.EndStruct();

        BinaryPrimitives.WriteInt32LittleEndian(footer.GetSpan(sizeof(int)), footer.WrittenCount - begin);
        footer.Advance(sizeof(int));
        footer.Write(Magic);
        return footer.WrittenMemory;
    }

    static void WriteSchema(ThriftCompactWriter thrift, IReadOnlyList<ColumnSchema> columns)
    {
        thrift.BeginList(2, ThriftType.Struct, columns.Count + 1);
        thrift.BeginElement();
        thrift.Field(4, "schema");
        thrift.Field(5, columns.Count);
        thrift.EndStruct();
        foreach (var column in columns)
        {
            thrift.BeginElement();
            column.WriteTo(thrift);
            thrift.EndStruct();
        }
    }

    static void WriteRowGroup(ThriftCompactWriter thrift, ColumnChunk[] chunks, PageIndexPlace[] indexes, int index)
    {
        thrift.BeginElement();
        thrift.BeginList(1, ThriftType.Struct, chunks.Length);
        foreach (var (chunk, place) in chunks.Zip(indexes))
        {
            thrift.BeginElement();
            chunk.WriteTo(thrift, place);
            thrift.EndStruct();
        }

        thrift.Field(2, chunks.Sum(chunk => chunk.UncompressedLength));
        thrift.Field(3, (long)chunks[0].Rows);
        thrift.Field(5, chunks[0].Offset);
        thrift.Field(6, chunks.Sum(chunk => chunk.Length));
        if (index <= short.MaxValue)
            thrift.Field(7, (short)index);
        thrift.EndStruct();
    }

    /// <summary>Min and max are ordered by each column's type; without this, readers must ignore them.</summary>
    static void WriteColumnOrders(ThriftCompactWriter thrift, int columns)
    {
        thrift.BeginList(7, ThriftType.Struct, columns);
        for (var column = 0; column < columns; column++)
        {
            thrift.BeginElement();
            thrift.EmptyStruct(1);
            thrift.EndStruct();
        }
    }
}
