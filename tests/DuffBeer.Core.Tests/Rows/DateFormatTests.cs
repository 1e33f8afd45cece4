using System.Globalization;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Rows.Cells;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Rows;

public class DateFormatTests
{
    [Theory]
    [InlineData("")]
    [InlineData("yyyy-MM")]
    [InlineData("y-MM-dd")]
    [InlineData("yyyy-MM-dd hh:mm")]
    [InlineData("yyyy-MM-dd HH:HH")]
    [InlineData("yyyy-mm-dd")]
    [InlineData("yyyy-MMMMM-dd")]
    [InlineData("yyyy-MM-dd-dd")]
    [InlineData("yyyyMd")]
    [InlineData("yyyy-MM-ddUHH")]
    [InlineData("yyyy年MM月dd")]
    public void An_invalid_format_is_reported(string format)
    {
        Assert.Null(DateFormat.TryCreate(format, out var problem));
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData("dd.MM.yy", "01.02.49", "2049-02-01T00:00:00.000")]
    [InlineData("dd.MM.yy", "01.02.50", "1950-02-01T00:00:00.000")]
    [InlineData("d MMM yyyy", "3 feb 2026", "2026-02-03T00:00:00.000")]
    [InlineData("MMMM d, yyyy", "March 3, 2026", "2026-03-03T00:00:00.000")]
    [InlineData("dd.MM.yyyy HH:mm", "01.02.2026 10:05", "2026-02-01T10:05:00.000")]
    [InlineData("M/d/yyyy h:mm:ss tt", "1/2/2026 12:05:09 AM", "2026-01-02T00:05:09.000")]
    [InlineData("M/d/yyyy h:mm tt", "1/2/2026 1:05 pm", "2026-01-02T13:05:00.000")]
    [InlineData("yyyy-MM-ddTHH:mm:ss.ffffff", "2026-01-02T03:04:05.678912", "2026-01-02T03:04:05.678")]
    [InlineData("yyyyMMddHHmmss", "20260102030405", "2026-01-02T03:04:05.000")]
    [InlineData("yyyy-MM-dd 'at' HH:mm", "2026-01-02 at 03:04", "2026-01-02T03:04:00.000")]
    public void A_format_reads_months_times_and_short_years(string format, string text, string expected)
    {
        Assert.True(DateFormat.TryCreate(format, out _)!.TryParse(Encoding.UTF8.GetBytes(text), out WrittenTime time));
        Assert.Equal(
            expected,
            DateTime.UnixEpoch.AddMicroseconds(time.LocalMicroseconds)
                .ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("dd.MM.yyyy HH:mm", "01.02.2026 24:00")]
    [InlineData("dd.MM.yyyy HH:mm", "01.02.2026")]
    [InlineData("M/d/yyyy h:mm tt", "1/2/2026 13:05 pm")]
    [InlineData("d MMM yyyy", "3 xyz 2026")]
    [InlineData("dd.MM.yyyy", "31.02.2026")]
    public void A_text_in_another_form_is_no_time(string format, string text) =>
        Assert.False(DateFormat.TryCreate(format, out _)!.TryParse(Encoding.UTF8.GetBytes(text), out WrittenTime _));

    [Fact]
    public void Every_date_is_read_as_it_was_written()
    {
        var dates = from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
                    from format in Gen.Elements("yyyy-MM-dd", "dd-MM-yyyy", "MM/dd/yyyy", "d.M.yyyy", "M/d/yyyy", "yyyyMMdd", "dd MM, yyyy")
                    select (Date: DateOnly.FromDayNumber(day), Format: format);

        Prop.ForAll(dates.ToArbitrary(), date =>
        {
            var text = Encoding.UTF8.GetBytes(date.Date.ToString(date.Format, CultureInfo.InvariantCulture));
            return DateFormat.TryCreate(date.Format, out _)!.TryParse(text, out int day)
                && day == CalendarDay.Of(date.Date)
                && CalendarDay.ToDate(day) == date.Date;
        }).Check(Law.Cases(2000));
    }
}
