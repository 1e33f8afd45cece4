using DuffBeer.Core.Reports;

namespace DuffBeer.Core.Tests.Reports;

public sealed class EmptyReportTests
{
    static readonly ReportDefinition s_report = ReportFile.Read(
        "reports/sales.sql",
        """
        -- report:     sales
        -- title:      Sales
        -- domain:     duff
        -- model:      sales
        -- parameters:
        --   channel  string              Only this channel
        --   size     string oneOf(S, L)  Only this size
        --   from     date                From this day
        --   to       date                Until this day
        --   n        int64  default(10)  How many
        -- order:      channel
        -- columns:
        --   channel  string  Channel
        --
        -- Sales.

        SELECT channel FROM {{ ref('sales') }}
        """,
        [])!;

    [Theory]
    [InlineData("The report has no rows in this snapshot.")]
    [InlineData("The report has no rows in this snapshot.", "n=10")]
    [InlineData("No row matches size=S.", "size=s")]
    [InlineData("No row matches channel=b2b, size=L.|channel has the value 'B2B'; texts must match exactly, in upper and lower case too.",
        "channel=b2b", "size=L")]
    [InlineData("No row matches channel=elsewhere.", "channel=elsewhere")]
    [InlineData("No row matches from=2026-01-01, to=2026-02-01.", "from=2026-01-01", "to=2026-02-01")]
    [InlineData("from=2026-02-01 is after to=2026-01-01, so no row can match.", "from=2026-02-01", "to=2026-01-01")]
    public async Task A_report_without_rows_says_why(string notes, params string[] given)
    {
        var parameters = given.Select(text => text.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
        var request = ReportRequest.Read(s_report, parameters);

        var found = await EmptyReport.NotesAsync(request, other =>
        {
            Assert.Null(other.Values["channel"].Value);
            return Task.FromResult(ReportResult.BeforeTheFirstSnapshot(other) with { Rows = [["Retail"], ["B2B"], ["B2B"]] });
        });

        Assert.Equal(notes, string.Join('|', found));
    }

    [Fact]
    public async Task A_page_behind_the_last_row_needs_no_reason()
    {
        var request = ReportRequest.Read(s_report, [new("next", new ReportContinuation("s1", 100).Write())]);

        Assert.Empty(await EmptyReport.NotesAsync(request, _ => throw new InvalidOperationException()));
    }

    [Theory]
    [InlineData("show: chanel", "show names a column that the report lacks: chanel (did you mean channel?)")]
    [InlineData("show: channel, size", "show names a column that the report lacks: size")]
    [InlineData("percent: share", "percent names a column that the report lacks: share")]
    [InlineData("percent: channel", "percent names a column that is not a double: channel")]
    public void Headline_columns_and_percentages_must_be_columns(string line, string mistake)
    {
        var errors = new List<Core.Contracts.DefinitionError>();

        ReportFile.Read(
            "reports/sales.sql",
            $"""
            -- report:  sales
            -- title:   Sales
            -- domain:  duff
            -- model:   sales
            -- order:   channel
            -- {line}
            -- columns:
            --   channel  string  Channel
            --
            -- Sales.

            SELECT channel FROM {"{{ ref('sales') }}"}
            """,
            errors);

        Assert.Equal(mistake, Assert.Single(errors).Message);
    }
}
