using System.Text;
using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using DuffBeer.Parquet.Format;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Parquet.Tests;

/// <summary>All data survives a round trip with each codec.</summary>
public sealed class CodecTests(DuckDbFixture duckDb) : IClassFixture<DuckDbFixture>
{
    static readonly TableColumn[] s_text = [new("text", LogicalType.String)];

    public static TheoryData<PartCodec> Codecs => [.. Enum.GetValues<PartCodec>()];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Tables_of_any_shape_round_trip_with_each_codec(PartCodec codec) =>
        Prop.ForAll(SampleTable.Any().ToArbitrary(), table =>
        {
            duckDb.RoundTripAsync(codec, table.Columns, table.Batches).GetAwaiter().GetResult();
            return true;
        }).Check(Law.Cases(30));

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Every_encoding_of_every_shape_round_trips_with_each_codec(PartCodec codec)
    {
        var table = SampleTable.OfAllShapes(new Random(6), 4_001);

        var path = await duckDb.RoundTripAsync(codec, table.Columns, table.Batches);

        Assert.Equal(
            [[codec.Word.ToUpperInvariant()]], await duckDb.QueryAsync(path, "SELECT DISTINCT compression FROM parquet_metadata({file})"));
        Assert.Equal(
            [["RLE, DELTA_BINARY_PACKED"], ["RLE, PLAIN"], ["RLE, PLAIN, RLE_DICTIONARY"]],
            await duckDb.QueryAsync(path, "SELECT DISTINCT encodings FROM parquet_metadata({file}) ORDER BY 1"));
    }

    [Fact]
    public void The_shapes_cover_nulls_empty_long_equal_distinct_sorted_and_random_values()
    {
        var table = SampleTable.OfAllShapes(new Random(6), 4_001);

        foreach (var kind in Enum.GetValues<TypeKind>())
        {
            var columns = table.Batches[0].Buffers.Where((_, index) => table.Columns[index].Type.Kind == kind)
                .Select(buffer => Cells.Of(buffer).ToArray())
                .ToArray();
            var whole = columns.Where(cells => !cells.Contains(null)).ToArray();
            Assert.Contains(columns, cells => cells.Contains(null) && cells.Distinct().Count() > 2 || kind == TypeKind.Bool);
            Assert.Contains(whole, cells => cells.Distinct().Count() == 1);
            if (kind == TypeKind.Bool)
                continue;
            if (kind != TypeKind.Decimal)
                Assert.Contains(whole, cells => cells.Distinct().Count() == cells.Length);
            Assert.Contains(whole, cells => IsSorted(cells) && cells.Distinct().Count() > 1_000);
            Assert.Contains(whole, cells => !IsSorted(cells) && cells.Distinct().Count() > 1_000);
        }

        var texts = table.Batches[0].Buffers.OfType<StringBuffer>().SelectMany(Cells.Of).OfType<string>().ToArray();
        Assert.Contains("", texts);
        Assert.Contains(texts, text => text.Length > 2_000);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Incompressible_pages_round_trip(PartCodec codec)
    {
        var random = new Random(7);
        object?[] noise =
        [
            .. Enumerable.Range(0, 3_000)
                .Select(_ => (object)new string([.. Enumerable.Range(0, 1_000).Select(_ => (char)random.Next(' ', 0x80))])),
        ];

        await duckDb.RoundTripAsync(
            codec,
            s_text,
            Cells.Batch(s_text, noise),
            Cells.Batch(s_text, [new string('x', 3 << 20), "", null]),
            Cells.Batch(s_text, new object?[] { null, null }));
    }

    [Fact]
    public async Task Brotli_is_smaller_than_Snappy_and_uncompressed_pages_keep_their_length()
    {
        object?[] words =
        [
            .. Enumerable.Range(0, 20_000).Select(row => (object)$"order {row * 7919 % 100_003} of the tavern in the street"),
        ];
        var sizes = new List<object?[]>();
        foreach (var codec in Enum.GetValues<PartCodec>())
        {
            var path = await duckDb.RoundTripAsync(codec, s_text, Cells.Batch(s_text, words));
            sizes.AddRange(await duckDb.QueryAsync(
                path, "SELECT total_compressed_size, total_uncompressed_size FROM parquet_metadata({file})"));
        }

        Assert.True((long)sizes[1][0]! < (long)sizes[0][0]! * 0.8);
        Assert.Equal(sizes[2][0], sizes[2][1]);
    }

    [Fact]
    public async Task One_writer_writes_parts_of_different_codecs_concurrently()
    {
        var writer = new ParquetPartWriter();
        var files = Enum.GetValues<PartCodec>().ToDictionary(codec => codec, _ => new MemoryStream());
        var parts = files.ToDictionary(file => file.Key, file => writer.Begin(file.Value, s_text, file.Key));

        for (var group = 0; group < 3; group++)
        {
            foreach (var part in parts.Values)
                await part.WriteAsync(
                    Cells.Batch(s_text, [.. Enumerable.Range(0, 500).Select(row => (object)$"client {row % 50} of group {group}")]),
                    default);
        }

        foreach (var (codec, file) in files)
        {
            await parts[codec].CompleteAsync(default);
            var alone = await duckDb.WriteAsync(
                codec,
                s_text,
                Enumerable.Range(0, 3).Select(
                    group => Cells.Batch(
                        s_text, [.. Enumerable.Range(0, 500).Select(row => (object)$"client {row % 50} of group {group}")])));
            Assert.Equal(await File.ReadAllBytesAsync(alone), file.ToArray());
        }
    }

    [Theory]
    [InlineData((int)Codec.Snappy, 100)]
    [InlineData((int)Codec.Brotli, 0)]
    [InlineData((int)Codec.Uncompressed, 0)]
    public void A_page_of_any_size_allocates_at_most_two_small_objects(int codec, int most)
    {
        var compressor = new PageCompressor { Codec = (Codec)codec };
        var page = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(row => $"client {row * 31 % 700};")));
        var to = new byte[compressor.MaxLength(page.Length)];
        compressor.Compress(page, to);

        // A collection meanwhile counts the rest of the thread's space as allocated, so the minimum of several tries counts.
        Assert.InRange(Enumerable.Range(0, 5).Min(_ => Allocated()) / 50, 0, most);

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var time = 0; time < 50; time++)
                compressor.Compress(page, to);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    static bool IsSorted(object?[] cells)
    {
        var order = Comparer<object?>.Create(
            (a, b) => a is string text ? string.CompareOrdinal(text, (string?)b) : Comparer<object?>.Default.Compare(a, b));
        return cells.Zip(cells.Skip(1)).All(pair => order.Compare(pair.First, pair.Second) <= 0);
    }
}
