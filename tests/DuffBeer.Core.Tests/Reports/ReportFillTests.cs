using DuffBeer.Core.Failures;
using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

public sealed class ReportFillTests
{
    static readonly ReportDefinition s_report = ReportFile.Read(
        "reports/sales.sql",
        """
        -- report:     sales
        -- title:      Sales
        -- domain:     duff
        -- model:      sales
        -- parameters:
        --   grain  string  default(month) oneOf(week, month, all)  Length of a period
        --   to     date    Until this day
        -- sortable:   revenue
        -- order:      start, place
        -- period:     start by grain
        -- zero:       orders, revenue
        -- columns:
        --   start        date           First day
        --   place        string         Place
        --   place_name   string         Its name
        --   orders       int64          Orders
        --   revenue      decimal(18,2)  Revenue
        --   average      double         Revenue per order
        --   is_complete  bool           Whole
        --
        -- Sales.

        SELECT 1 FROM {{ ref('sales') }} WHERE start <= {{ to }} AND grain = {{ grain }}
        """,
        [])!;

    static readonly object?[][] s_rows =
    [
        [new DateOnly(2026, 1, 1), "a", "Attic", 2L, 6m, 3d, true],
        [new DateOnly(2026, 2, 1), "b", null, 1L, 5m, 5d, false],
        [new DateOnly(2026, 3, 1), "a", "Attic", 1L, 4m, 4d, true],
    ];

    [Fact]
    public void Every_series_has_every_period_until_the_as_of_date() =>
        Assert.Equal(
            [
                "2026-01-01 a Attic 2 6.00 3 true", "2026-01-01 b  0 0.00  true",
                "2026-02-01 a Attic 0 0.00  false", "2026-02-01 b  1 5.00 5 false",
                "2026-03-01 a Attic 1 4.00 4 true", "2026-03-01 b  0 0.00  true",
                "2026-04-01 a Attic 0 0.00  true", "2026-04-01 b  0 0.00  true",
                "2026-05-01 a Attic 0 0.00  false", "2026-05-01 b  0 0.00  false",
            ],
            Filled(new(2026, 5, 20), s_rows));

    [Fact]
    public void No_period_begins_after_the_end_that_the_caller_gives() =>
        Assert.Equal(6, Filled(new(2026, 5, 20), s_rows, ("to", "2026-03-31")).Length);

    [Fact]
    public void An_end_after_the_as_of_date_adds_nothing() =>
        Assert.Equal(8, Filled(new(2026, 4, 30), s_rows, ("to", "2027-01-01")).Length);

    [Fact]
    public void The_rows_keep_the_order_of_the_request() =>
        Assert.Equal(
            ["6.00", "5.00", "4.00", "0.00", "0.00", "0.00"],
            Filled(new(2026, 3, 1), s_rows, ("sort", "-revenue")).Select(row => row.Split(' ')[4]));

    [Fact]
    public void Without_rows_or_periods_nothing_is_filled()
    {
        Assert.Empty(Filled(new(2026, 5, 20), []));
        Assert.Equal(3, Filled(new(2026, 5, 20), s_rows, ("grain", "all")).Length);
    }

    [Fact]
    public void A_series_that_would_be_too_long_is_refused()
    {
        object?[][] rows = [[new DateOnly(1, 1, 1), "a", null, 1L, 1m, 1d, true], [new DateOnly(9000, 1, 1), "a", null, 1L, 1m, 1d, true]];

        var failure = Assert.Throws<TerminalException>(() => Filled(new(2026, 1, 1), rows));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.Contains("Choose longer periods", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_report_with_periods_can_be_filled()
    {
        Assert.True(Request(("fill", "zero")).IsFilled);
        Assert.False(Request(("fill", "none")).IsFilled);
        ReportRequest.Read(s_report, [new("fill", "one")], out var mistakes);
        Assert.Equal("fill must be zero or none", mistakes["fill"]);
        ReportRequest.Read(Samples.Report(), [new("client_id", "7"), new("fill", "zero")], out mistakes);
        Assert.StartsWith("there is no parameter fill", mistakes["fill"], StringComparison.Ordinal);
    }

    static ReportRequest Request(params (string Name, string Text)[] texts) =>
        ReportRequest.Read(s_report, texts.Select(text => KeyValuePair.Create(text.Name, text.Text)));

    static string[] Filled(DateOnly asOf, object?[][] rows, params (string Name, string Text)[] texts) =>
    [
        .. ReportFill.Rows(Request([("fill", "zero"), .. texts]), asOf, rows).Select(
            row => string.Join(' ', row.Select((cell, index) => ReportCellText.Of(s_report.Columns[index].Type, cell)))),
    ];
}
