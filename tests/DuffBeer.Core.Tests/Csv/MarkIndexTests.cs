using DuffBeer.Core.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Csv;

public class MarkIndexTests
{
    static readonly Arbitrary<byte[]> s_bytes = Gen.Choose(0, 700)
        .SelectMany(
            count =>
                Gen.Frequency((5, Gen.Choose(0, 255)), (3, Gen.Elements<int>(',', '"', '\n', '\r')))
                    .Select(value => (byte)value)
                    .ArrayOf(count))
        .ToArbitrary();

    [Fact]
    public void The_index_has_every_mark_once_and_in_order() =>
        Prop.ForAll(s_bytes, Gen.Choose(0, 70).ToArbitrary(), (bytes, from) =>
        {
            from = Math.Min(from, bytes.Length);
            var index = new MarkIndex((byte)',', (byte)'"');
            // A second scan replaces the first.
            index.Scan(bytes, 0, bytes.Length);
            index.Scan(bytes, from, bytes.Length);

            var marks = Enumerable.Range(from, bytes.Length - from)
                .Where(at => bytes[at] is (byte)',' or (byte)'"' or (byte)'\n' or (byte)'\r')
                .ToArray();
            Assert.Equal(marks, index.Positions.ToArray());
            Assert.Equal(Enumerable.Range(0, marks.Length).Where(mark => bytes[marks[mark]] != ','), index.Others.ToArray());
        }).Check(Law.Cases(1_000));

    [Fact]
    public void One_non_ascii_byte_is_noticed_at_any_position() =>
        Prop.ForAll(
            Gen.Choose(1, 300).ToArbitrary(),
            Gen.Choose(0, 299).ToArbitrary(),
            Gen.Choose(128, 255).ToArbitrary(),
            (length, at, value) =>
            {
                var bytes = new byte[length];
                bytes.AsSpan().Fill(127);
                var index = new MarkIndex((byte)',', (byte)'"');
                index.Scan(bytes, 0, length);
                Assert.True(index.IsAscii);

                bytes[at % length] = (byte)value;
                index.Scan(bytes, 0, length);
                Assert.False(index.IsAscii);
                index.Scan(bytes, at % length + 1, length);
                Assert.True(index.IsAscii);
            }).Check(Law.Cases(1_000));

    [Fact]
    public void Bytes_that_are_all_marks_are_indexed()
    {
        var bytes = new byte[5_000];
        bytes.AsSpan().Fill((byte)'\n');
        var index = new MarkIndex((byte)',', (byte)'"');

        index.Scan(bytes, 0, bytes.Length);

        Assert.Equal(Enumerable.Range(0, bytes.Length), index.Positions.ToArray());
        Assert.Equal(Enumerable.Range(0, bytes.Length), index.Others.ToArray());
    }
}
