using System.Buffers;
using DuffBeer.Parquet.Format;

namespace DuffBeer.Parquet.Tests.Format;

public sealed class ThriftCompactWriterTests
{
    [Theory]
    [InlineData(0UL, "00")]
    [InlineData(127UL, "7F")]
    [InlineData(128UL, "8001")]
    [InlineData(300UL, "AC02")]
    [InlineData(ulong.MaxValue, "FFFFFFFFFFFFFFFFFF01")]
    public void A_varint_has_seven_bits_per_byte_lowest_first(ulong value, string expected) =>
        Assert.Equal(expected, Written(to => to.WriteVarint(value)));

    [Theory]
    [InlineData(0L, "00")]
    [InlineData(-1L, "01")]
    [InlineData(1L, "02")]
    [InlineData(-64L, "7F")]
    [InlineData(64L, "8001")]
    [InlineData(long.MinValue, "FFFFFFFFFFFFFFFFFF01")]
    public void A_zigzag_integer_near_zero_is_short(long value, string expected) =>
        Assert.Equal(expected, Written(to => to.WriteZigzag(value)));

    [Fact]
    public void A_field_has_the_difference_of_its_id_and_its_type() =>
        Assert.Equal("15" + "02" + "26" + "01" + "18" + "0141" + "11" + "12" + "00", Written(to =>
        {
            var thrift = new ThriftCompactWriter(to);
            thrift.Field(1, 1);
            thrift.Field(3, -1L);
            thrift.Field(4, "A");
            thrift.Field(5, true);
            thrift.Field(6, false);
            thrift.EndStruct();
        }));

    [Fact]
    public void A_nested_struct_counts_its_own_fields() =>
        Assert.Equal("1C" + "2502" + "00" + "1502" + "00", Written(to =>
        {
            var thrift = new ThriftCompactWriter(to);
            thrift.BeginStruct(1);
            thrift.Field(2, 1);
            thrift.EndStruct();
            thrift.Field(2, 1);
            thrift.EndStruct();
        }));

    [Theory]
    [InlineData(0, "1905")]
    [InlineData(14, "19E5")]
    [InlineData(15, "19F50F")]
    [InlineData(300, "19F5AC02")]
    public void A_long_list_has_a_separate_length(int count, string expected) =>
        Assert.Equal(expected, Written(to => new ThriftCompactWriter(to).BeginList(1, ThriftType.I32, count)));

    static string Written(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return Convert.ToHexString(buffer.WrittenSpan);
    }
}
