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
    [InlineData("yy-MM-dd")]
    [InlineData("yyyy-mm-dd")]
    [InlineData("yyyy-MMM-dd")]
    [InlineData("yyyy-MM-dd-dd")]
    [InlineData("yyyyMd")]
    [InlineData("yyyy-MM-ddTHH")]
    [InlineData("yyyy年MM月dd")]
    public void An_invalid_format_is_reported(string format)
    {
        Assert.Null(DateFormat.TryCreate(format, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Every_date_is_read_as_it_was_written()
    {
        var dates = from day in Gen.Choose(0, DateOnly.MaxValue.DayNumber)
                    from format in Gen.Elements("yyyy-MM-dd", "dd-MM-yyyy", "MM/dd/yyyy", "d.M.yyyy", "M/d/yyyy", "yyyyMMdd", "dd MM, yyyy")
                    select (Date: DateOnly.FromDayNumber(day), Format: format);

        Prop.ForAll(dates.ToArbitrary(), date =>
        {
            var text = Encoding.UTF8.GetBytes(date.Date.ToString(date.Format, CultureInfo.InvariantCulture));
            return DateFormat.TryCreate(date.Format, out _)!.TryParse(text, out var day)
                && day == CalendarDay.Of(date.Date)
                && CalendarDay.ToDate(day) == date.Date;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
