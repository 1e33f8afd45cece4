using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Rejects;

namespace DuffBeer.Core.Tests.Rows;

/// <summary>Cells of dates and timestamps.</summary>
public class TimeCellTests
{
    [Theory]
    [InlineData("1970-01-01", 0L)]
    [InlineData("1969-12-31", -1L)]
    [InlineData("2026-11-21", 20_778L)]
    [InlineData("0001-01-01", -719_162L)]
    [InlineData("9999-12-31", 2_932_896L)]
    [InlineData("2024-02-29", 19_782L)]
    [InlineData("2023-02-29", RejectCode.TypeError)]
    [InlineData("1900-02-29", RejectCode.TypeError)]
    [InlineData("2026-13-01", RejectCode.TypeError)]
    [InlineData("2026-00-01", RejectCode.TypeError)]
    [InlineData("2026-11-31", RejectCode.TypeError)]
    [InlineData("0000-01-01", RejectCode.TypeError)]
    [InlineData("2026-1-1", RejectCode.TypeError)]
    [InlineData("26-11-21", RejectCode.TypeError)]
    [InlineData("2026/11/21", RejectCode.TypeError)]
    [InlineData("2026-11-21T00:00:00", RejectCode.TypeError)]
    [InlineData("20261121", RejectCode.TypeError)]
    [InlineData("-2026-11-21", RejectCode.TypeError)]
    public void Dates(string cell, object expected) => Expect(LogicalType.Date, cell, expected);

    [Theory]
    [InlineData("dd-MM-yyyy", "08-03-2023", 19_424L)]
    [InlineData("MM/dd/yyyy", "03/08/2023", 19_424L)]
    [InlineData("d.M.yyyy", "8.3.2023", 19_424L)]
    [InlineData("d.M.yyyy", "08.03.2023", 19_424L)]
    [InlineData("M/d/yyyy", "12/31/2023", 19_722L)]
    [InlineData("yyyyMMdd", "20230308", 19_424L)]
    [InlineData("yyyyMMdd", "2023038", RejectCode.TypeError)]
    [InlineData("MM/dd/yyyy", "31/12/2023", RejectCode.TypeError)]
    [InlineData("d.M.yyyy", "008.3.2023", RejectCode.TypeError)]
    [InlineData("d.M.yyyy", "8.3.2023.", RejectCode.TypeError)]
    public void Dates_by_the_contracts_format(string format, string cell, object expected) =>
        Expect(new Column { Name = "x", Type = LogicalType.Date, Formats = [format] }, cell, expected);

    [Fact]
    public void Date_formats_are_tried_in_order()
    {
        var column = new Column { Name = "x", Type = LogicalType.Date, Formats = ["dd/MM/yyyy", "MM/dd/yyyy"] };

        Expect(column, "03/08/2023", (long)CalendarDay.Of(new(2023, 8, 3)));
        Expect(column, "03/28/2023", (long)CalendarDay.Of(new(2023, 3, 28)));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0L)]
    [InlineData("1970-01-01 00:00:00", 0L)]
    [InlineData("1970-01-01t00:00z", 0L)]
    [InlineData("2023-03-08T11:03:32.223456Z", 1_678_273_412_223_456L)]
    [InlineData("2023-03-08T11:03:32.2Z", 1_678_273_412_200_000L)]
    [InlineData("2023-03-08T11:03:32.223999999Z", 1_678_273_412_223_999L)]
    [InlineData("2023-03-08T13:03:32.223+02:00", 1_678_273_412_223_000L)]
    [InlineData("2023-03-08T13:03:32.223+0200", 1_678_273_412_223_000L)]
    [InlineData("2023-03-08T09:03:32.223-02", 1_678_273_412_223_000L)]
    [InlineData("2023-03-08T16:33:32.223+05:30", 1_678_273_412_223_000L)]
    [InlineData("1969-12-31T23:59:59.9999999Z", -1L)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000L)]
    [InlineData("0001-01-01T00:00:00+01:00", RejectCode.RangeError)]
    [InlineData("9999-12-31T23:59:59-01:00", RejectCode.RangeError)]
    [InlineData("2016-12-31T23:59:60Z", RejectCode.TypeError)] // a leap second has no place on this scale
    [InlineData("2023-02-29T00:00:00Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T24:00:00Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:60:00Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32.Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32.1234567890Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32,223Z", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32+19:00", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32+02:0", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32+020", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32+02:", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32 UTC", RejectCode.TypeError)]
    [InlineData("2023-03-08T11:03:32ZZ", RejectCode.TypeError)]
    [InlineData("2023-03-08", RejectCode.TypeError)]
    [InlineData("11:03:32", RejectCode.TypeError)]
    public void Timestamps(string cell, object expected) => Expect(LogicalType.Timestamp, cell, expected);

    static void Expect(LogicalType type, string cell, object? expected) =>
        ParsedCell.Expect(new() { Name = "x", Type = type }, cell, expected);

    static void Expect(Column column, string cell, object? expected) => ParsedCell.Expect(column, cell, expected);
}
