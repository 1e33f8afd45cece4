using System.Globalization;
using System.Text;
using DuffBeer.Core.Rows.Blocks;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows.Blocks;

/// <summary>Eight cells at once are read as one by one, or none of them is.</summary>
public class NumberLanesTests
{
    static readonly Gen<string> s_numbers = Gen.Choose(1, 8)
        .SelectMany(count => Gen.Elements("0123456789".ToCharArray()).ArrayOf(count))
        .Select(digits => new string(digits));
    static readonly Gen<string> s_cells = Gen.Frequency(
        (60, s_numbers),
        (60, Gen.Choose(0, 9_999_999).SelectMany(
            digits => Gen.Choose(0, 4),
            (digits, places) => new decimal(digits, 0, 0, false, (byte)places).ToString(CultureInfo.InvariantCulture))),
        (1, Gen.Elements("", "5.", ".5", ".", "-1", "+1", "1e5", "123456789", "1.2.3", "12,50", "é", "\0", ":", "/", "1 ", "1234567.8")));

    [Fact]
    public void Integers() => Hold(scale: null);

    [Fact]
    public void Decimals() =>
        Prop.ForAll(Gen.Choose(0, 9).ToArbitrary(), scale => Hold(scale)).Check(Law.Cases(20));

    static void Hold(int? scale) =>
        Prop.ForAll(s_cells.ArrayOf(NumberLanes.Count).ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (cells, leastDigits) =>
        {
            var (least, greatest) = ((long)Math.Pow(10, leastDigits) - 1, 5_000_000_000L);
            var lanes = new NumberLanes(scale, least, greatest);
            // As in a block: separators between cells; each cell's bounds are the positions before and after it.
            var bytes = Encoding.Latin1.GetBytes("," + string.Concat(cells.Select(cell => cell + ",")) + new string('7', 64));
            var bounds = new int[cells.Length + 1];
            for (var cell = 0; cell < cells.Length; cell++)
                bounds[cell + 1] = bounds[cell] + cells[cell].Length + 1;
            var values = new long[NumberLanes.Count];

            var expected = cells.Select(
                cell =>
                    OneByOne(cell, scale) is { } value && cell.Length <= 8 && value >= least && value <= greatest
                        ? value
                        : (long?)null).ToArray();
            var read = lanes.IsSupported && lanes.TryRead(ref bytes[0], ref bounds[0], 1, ref values[0]);

            Assert.Equal(lanes.IsSupported && expected.All(value => value is not null), read);
            if (read)
                Assert.Equal(expected.Select(value => value!.Value), values);
        }).Check(Law.Cases(2_000));

    static long? OneByOne(string cell, int? scale)
    {
        var bytes = Encoding.Latin1.GetBytes(cell + "8888888888888888");
        var isRead = scale is { } places
            ? DecimalForm.TryRead(ref bytes[0], cell.Length, places, out var value)
            : IntegerForm.TryRead(ref bytes[0], cell.Length, 0, out value);
        return isRead ? value : null;
    }
}
