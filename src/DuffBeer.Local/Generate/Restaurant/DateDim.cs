namespace DuffBeer.Local.Generate.Restaurant;

/// <summary>A calendar. By default it covers only 2023, one of four years; a longer one begins with 2020.</summary>
sealed class DateDim : SampleDataset
{
    const int DaysOfOneYear = 365;

    public override string Name => "date_dim";

    public override IReadOnlyList<SampleColumn> Columns { get; } =
    [
        new("date_key", CellKind.Other),
        new("year", CellKind.Identifier),
        new("month", CellKind.Measure),
        new("week", CellKind.Measure),
        new("day_of_week", CellKind.Text),
        new("is_weekend", CellKind.Other),
        new("is_holiday", CellKind.Other),
        new("holiday_name", CellKind.Text, Required: false),
    ];

    public override SampleShape Usual => new(DaysOfOneYear, Bad: 0, Duplicates: 0);

    public override ISampleRows Begin(SampleShape shape, SplitMix random) =>
        new CalendarRows(new(shape.Rows > DaysOfOneYear ? 2020 : 2023, 1, 1));
}
