using System.Buffers.Binary;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Parquet.Tests.Format;
using Snappier;
using Fields = System.Collections.Generic.Dictionary<int, object>;

namespace DuffBeer.Parquet.Tests;

/// <summary>Files in memory, read by the numbers of parquet.thrift.</summary>
static class ParquetBytes
{
    public readonly record struct Page(
        long Offset, int HeaderLength, long Type, int Uncompressed, int Compressed, int Values, long Encoding);

    /// <summary>Returns a file with one row group per batch, and its footer.</summary>
    public static Task<(byte[] File, Fields Footer)> WriteAsync(
        IReadOnlyList<TableColumn> columns, params IEnumerable<ColumnBatch> batches) =>
        WriteAsync(PartCodec.Snappy, columns, batches);

    public static async Task<(byte[] File, Fields Footer)> WriteAsync(
        PartCodec codec, IReadOnlyList<TableColumn> columns, params IEnumerable<ColumnBatch> batches)
    {
        using var stream = new MemoryStream();
        var part = new ParquetPartWriter().Begin(stream, columns, codec);
        foreach (var batch in batches)
            await part.WriteAsync(batch, default);
        await part.CompleteAsync(default);

        var file = stream.ToArray();
        Assert.True(file.AsSpan().StartsWith("PAR1"u8) && file.AsSpan().EndsWith("PAR1"u8));
        var footer = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(^8));
        return (file, Struct(file, file.Length - 8 - footer, footer));
    }

    /// <summary>Reads a struct that takes exactly the given bytes.</summary>
    public static Fields Struct(byte[] file, long from, long length)
    {
        var reader = new ThriftCompactReader(file[(int)from..(int)(from + length)]);
        var fields = reader.Struct();
        Assert.Equal(length, reader.Position);
        return fields;
    }

    public static Fields[] List(Fields fields, int id) => [.. ((object[])fields[id]).Cast<Fields>()];

    /// <summary>The pages in the given bytes; asserts that each decompresses to the length in its header.</summary>
    public static List<Page> Pages(byte[] file, long from, long length)
    {
        var pages = new List<Page>();
        for (var at = from; at < from + length;)
        {
            var reader = new ThriftCompactReader(file[(int)at..]);
            var header = reader.Struct();
            var type = (long)header[1];
            var content = (Fields)header[type == 0 ? 5 : 7];
            pages.Add(new(at, reader.Position, type, (int)(long)header[2], (int)(long)header[3], (int)(long)content[1], (long)content[2]));
            var compressed = file.AsSpan((int)at + reader.Position, (int)(long)header[3]);
            Assert.Equal((long)header[2], Snappy.DecompressToArray(compressed).Length);
            at += reader.Position + compressed.Length;
        }

        return pages;
    }
}
