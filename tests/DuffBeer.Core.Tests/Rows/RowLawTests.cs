using System.Text;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class RowLawTests
{
    /// <summary>For any bytes, each unit is counted once, and counts match the stored rows.</summary>
    [Fact]
    public void Rows_read_are_accepted_or_rejected_and_nothing_is_thrown()
    {
        var parts = Gen.Elements(
            "7,1,Retail,created", "8,2.5,B2B,", ",", "\n", "\r\n", "\r", "\"", "\"\"", ",,,", "x", "9223372036854775808", "\u00e9",
            "\u00ff", "\0", " ", "1e5", "B2B", "\"a,\nb\"", ",4,c,broken\n", "5,6,Kiosk,lost\n");
        var files = Gen.Choose(0, 40).SelectMany(count => parts.ArrayOf(count)).Select(string.Concat);

        Prop.ForAll(files.ToArbitrary(), file =>
        {
            var csv = Encoding.Latin1.GetBytes("id,price,channel,status\n" + file);
            var rows = TypedRows.ReadAsync(TypedRows.Orders, csv).GetAwaiter().GetResult();
            var count = RecordCounter.CountAsync(new MemoryByteSource(csv), TypedRows.Comma, 4, 24, default).GetAwaiter().GetResult();

            return rows.Accepted + rows.Rejected == count.Rows && rows.Blank == count.BlankLines
                && rows.Partitions.Sum(partition => partition.Rows.RowCount) == rows.Accepted
                && rows.Rejects.RowCount == rows.Rejected && rows.RejectedBy.Values.Sum() == rows.Rejected
                && rows.Partitions.All(partition => partition.Rows.Buffers.All(buffer => buffer.Count == partition.Rows.RowCount));
        }).Check(Law.Cases(2000));
    }
}
