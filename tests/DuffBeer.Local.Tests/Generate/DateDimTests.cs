namespace DuffBeer.Local.Tests.Generate;

public sealed class DateDimTests
{
    [Fact]
    public async Task The_usual_calendar_is_2023_and_a_longer_one_begins_with_2020()
    {
        var usual = await Samples.RowsAsync("date_dim", Samples.Named("date_dim").Usual);
        Assert.Equal(
            (365, "01-01-2023", "31-12-2023", 12),
            (usual.Count, usual[0]["date_key"], usual[^1]["date_key"], usual.Count(day => day["is_holiday"] == "True")));
        Assert.Equal(("Sunday", "True", "New Year's Day"), (usual[0]["day_of_week"], usual[0]["is_weekend"], usual[0]["holiday_name"]));

        Assert.Equal("01-01-2020", (await Samples.RowsAsync("date_dim", 1_500))[0]["date_key"]);
    }
}
