using DuffBeer.Core.Columns;
using DuffBeer.Core.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Parquet;
using Parquet.Schema;
using static DuffBeer.Parquet.Tests.Readers.ParquetNetReader;

namespace DuffBeer.Parquet.Tests;

/// <summary>Parquet.Net reads what we write, value by value: it shares no code with DuckDB, which reads it in the other tests.</summary>
/// <remarks>
/// Dates, times and decimals are read as the numbers that are stored, because .NET's types do not hold all of them; the tests in Readers
/// read them as what they are.
/// </remarks>
public sealed class SecondReaderTests
{
    public static TheoryData<PartCodec> Codecs => [.. Enum.GetValues<PartCodec>()];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Every_encoding_of_every_shape_round_trips_with_each_codec(PartCodec codec)
    {
        var table = SampleTable.OfAllShapes(new Random(8), 2_001);

        await RoundTripAsync(codec, table.Columns, table.Batches);
    }

    [Fact]
    public void Tables_of_any_shape_round_trip() =>
        Prop.ForAll(SampleTable.Any().ToArbitrary(), table =>
        {
            RoundTripAsync(PartCodec.Snappy, table.Columns, table.Batches).GetAwaiter().GetResult();
            return true;
        }).Check(Law.Cases(20));

    [Theory]
    [InlineData("int32", int.MinValue, int.MaxValue, 0, -1)]
    [InlineData("int64", long.MinValue, long.MaxValue, 0L, -1L)]
    [InlineData("decimal(4,2)", 9999L, -9999L, 0L, 1L)]
    [InlineData("decimal(18,18)", 999_999_999_999_999_999L, -999_999_999_999_999_999L, 0L, -1L)]
    [InlineData("double", double.MinValue, double.Epsilon, -0.0, double.NaN)]
    [InlineData("date", -1_400_000_000, 2_000_000_000, 0, -1)]
    [InlineData("timestamp", -9_000_000_000_000_000L, 9_000_000_000_000_000L, 0L, -1L)]
    [InlineData("string", "", "Düff 🍺 with more than twelve bytes", "line\nbreak\0nul", "\"")]
    public async Task Extremes_round_trip_with_nulls_and_without(string type, params object[] values)
    {
        Assert.True(LogicalType.TryParse(type, out var logical));
        TableColumn[] columns = [new("required", logical, Nullable: false), new("nullable", logical)];
        object?[] nullable = [.. values.Select((value, index) => index % 2 == 0 ? null : value)];

        await RoundTripAsync(
            PartCodec.Snappy, columns, [Cells.Batch(columns, values, nullable), Cells.Batch(columns, values, new object?[values.Length])]);
    }

    [Fact]
    public async Task Three_row_groups_with_and_without_dictionaries_round_trip()
    {
        TableColumn[] columns =
        [
            new("few", LogicalType.String), new("distinct", LogicalType.String), new("id", LogicalType.Int64, Nullable: false),
        ];
        var batches = Enumerable.Range(0, 3).Select(group => Cells.Batch(columns,
            [.. Enumerable.Range(0, 50_000).Select(row => row % 9 == 0 ? null : (object)$"client {row * 31 % 700}")],
            [.. Enumerable.Range(0, 50_000).Select(row => row % 7 == 0 ? null : (object)$"{group} {row} {row * 0x9E37_79B1L:x}")],
            [.. Enumerable.Range(0, 50_000).Select(row => (object)(group * 1_000_000L + row))])).ToArray();

        await RoundTripAsync(PartCodec.Snappy, columns, batches);
    }

    [Fact]
    public async Task Dates_times_and_decimals_are_declared_as_such()
    {
        TableColumn[] columns =
        [
            new("day", LogicalType.Date), new("at", LogicalType.Timestamp), new("price", LogicalType.Decimal(10, 2), Nullable: false),
        ];
        DateTime?[] days = [new DateTime(2022, 1, 8), null, new DateTime(1969, 12, 31)];
        DateTime?[] times = [DateTime.UnixEpoch.AddMicroseconds(1_700_000_000_123_456), DateTime.UnixEpoch.AddMicroseconds(-1), null];
        decimal?[] prices = [2.50m, -99_999_999.99m, 0m];
        var batch = Cells.Batch(
            columns, [19_000, null, -1], [1_700_000_000_123_456L, -1L, null], [250L, -9_999_999_999L, 0L]);

        var (file, _) = await ParquetBytes.WriteAsync(columns, batch);

        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        using var group = reader.OpenRowGroupReader(0);
        var fields = reader.Schema.DataFields;
        Assert.Equal(days.Cast<object?>(), await ReadAsync<DateTime>(group, fields[0]));
        Assert.Equal(times.Cast<object?>(), await ReadAsync<DateTime>(group, fields[1]));
        Assert.Equal(prices.Cast<object?>(), await ReadAsync<decimal>(group, fields[2]));
        var price = Assert.IsType<DecimalDataField>(fields[2]);
        Assert.Equal((10, 2), (price.Precision, price.Scale));
    }

    static async Task RoundTripAsync(PartCodec codec, IReadOnlyList<TableColumn> columns, IReadOnlyList<ColumnBatch> batches)
    {
        var (file, _) = await ParquetBytes.WriteAsync(codec, columns, batches);
        await using var reader = await ParquetReader.CreateAsync(new MemoryStream(file));
        Assert.Equal(
            columns.Select(column => (column.Name, column.Nullable)),
            reader.Schema.DataFields.Select(field => (field.Name, field.IsNullable)));

        var groups = batches.Where(batch => batch.RowCount > 0).ToArray();
        Assert.Equal(groups.Length, reader.RowGroupCount);
        foreach (var (index, batch) in groups.Index())
        {
            using var group = reader.OpenRowGroupReader(index);
            foreach (var (at, column) in columns.Index())
            {
                var (written, read) = (Cells.Of(batch.Buffers[at]).ToArray(), await ReadAsync(group, column));
                Assert.Equal(written.Length, read.Count);
                for (var row = 0; row < read.Count; row++)
                {
                    var (expected, actual) = (written[row], Cells.Exactly(read[row]));
                    if (!Equals(expected, actual))
                        Assert.Fail($"Row {row} of {column.Name} ({column.Type}): wrote {expected ?? "null"}, read {actual ?? "null"}.");
                }
            }
        }
    }

    /// <summary>The stored numbers and texts.</summary>
    static Task<IReadOnlyList<object?>> ReadAsync(ParquetRowGroupReader group, TableColumn column) => column.Type.Kind switch
    {
        TypeKind.Int32 or TypeKind.Date => ReadAsync<int>(group, Stored<int>(column)),
        TypeKind.Decimal when column.Type.Precision <= 9 => ReadAsync<int>(group, Stored<int>(column), value => (long)value),
        TypeKind.Int64 or TypeKind.Timestamp or TypeKind.Decimal => ReadAsync<long>(group, Stored<long>(column)),
        TypeKind.Double => ReadAsync<double>(group, Stored<double>(column)),
        TypeKind.Bool => ReadAsync<bool>(group, Stored<bool>(column)),
        _ => ReadTextsAsync(group, Stored<string>(column)),
    };

    static DataField Stored<T>(TableColumn column) =>
        new ParquetSchema(new DataField(column.Name, typeof(T), isNullable: column.Nullable)).DataFields[0];
}
