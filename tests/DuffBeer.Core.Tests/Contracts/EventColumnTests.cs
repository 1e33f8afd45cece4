using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Tests.Contracts;

public sealed class EventColumnTests
{
    static readonly DateTimeOffset s_written = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_event_is_at_most_a_day_later_than_its_file()
    {
        var columns = Of(Event(LogicalType.Date), Event(LogicalType.Timestamp), Event(LogicalType.Date) with { IsEvent = false });

        Assert.Equal(
            [new DateOnly(2026, 1, 2).DayNumber - new DateOnly(1970, 1, 1).DayNumber, 1767355200000000, null],
            columns.Select(column => column.Range?.Max));
    }

    [Fact]
    public void An_earlier_bound_of_the_contract_stays() =>
        Assert.Equal(100, Of(Event(LogicalType.Date) with { Range = new(1, 100) })[0].Range!.Max);

    static Column Event(LogicalType type) => new() { Name = "at", Type = type, IsEvent = true };

    static IReadOnlyList<Column> Of(params Column[] columns) => new DatasetContract
    {
        Name = "things", Version = 1, Source = new("things/", "*"), Columns = columns,
    }.ForFileOf(s_written).Columns;
}
