using DuffBeer.Local.Rendering;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Rendering;

public sealed class ProgressTests
{
    [Fact]
    public void A_line_shows_rows_speed_rejects_and_the_time_left()
    {
        var progress = new IngestProgress("Transform", Bytes: 25, TotalBytes: 100, Rows: 1_000_000, Rejects: 12);

        Assert.Equal("Transform: 1,000,000 rows, 500,000 rows/s, 12 rejects, 6 s left", ProgressText.Of(progress, TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData(200, "duff_orders-200000.csv Transform: 1,000,000 rows, 500,000 rows/s, 1 reject, 6 s left")]
    [InlineData(82, "duff_order…00000.csv Transform: 1,000,000 rows, 500,000 rows/s, 1 reject, 6 s left")]
    [InlineData(70, "duff_orde…00000.csv 1,000,000 rows, 500,000 rows/s, 1 reject, 6 s left")]
    [InlineData(52, "duff_ord…0000.csv 1,000,000 rows, 1 reject, 6 s left")]
    [InlineData(31, "duff_ord…000.csv 1,000,000 rows")]
    [InlineData(10, "duff_….csv")]
    public void Beside_a_bar_there_is_as_much_as_fits(int width, string expected)
    {
        var progress = new IngestProgress("Transform", Bytes: 25, TotalBytes: 100, Rows: 1_000_000, Rejects: 1);

        var line = ProgressText.Of("duff_orders-200000.csv", progress, TimeSpan.FromSeconds(2), width);

        Assert.True(line.Length <= width);
        Assert.Equal(expected, line);
    }

    [Fact]
    public void A_source_of_unknown_length_has_no_time_left()
    {
        var progress = new IngestProgress("Transform", Bytes: 25, TotalBytes: null, Rows: 10, Rejects: 0);

        Assert.Equal("Transform: 10 rows, 5 rows/s, 0 rejects", ProgressText.Of(progress, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void No_time_is_estimated_before_the_first_row() => Assert.Equal(
        "Transform: 0 rows, 0 rows/s, 0 rejects",
        ProgressText.Of(new("Transform", Bytes: 64, TotalBytes: 70_000, Rows: 0, Rejects: 0), TimeSpan.FromSeconds(1)));

    [Theory]
    [InlineData(100, 100, ", finishing")]
    [InlineData(150, 100, "0 rejects")]
    [InlineData(99, 100, "1 s left")]
    public void Time_is_left_only_until_everything_is_read(long read, long total, string end) => Assert.EndsWith(
        end, ProgressText.Of(new("Transform", read, total, Rows: 10, Rejects: 0), TimeSpan.FromSeconds(2)), StringComparison.Ordinal);

    [Theory]
    [InlineData(25, 100L, 0.25)]
    [InlineData(100, 100L, 0.99)]
    [InlineData(9_999, 10_000L, 0.99)]
    [InlineData(0, 0L, 0.0)]
    [InlineData(150, 100L, null)]
    [InlineData(150, null, null)]
    public void A_bar_is_full_only_when_the_run_has_ended(long read, long? total, double? share) =>
        Assert.Equal(share, ProgressText.Share(new("Transform", read, total, Rows: 10, Rejects: 0)));

    [Fact]
    public async Task Plain_lines_are_at_least_two_seconds_apart()
    {
        var (error, clock) = (new StringWriter(), new HandClock());

        await new ProgressLines(error, clock).ShowAsync("orders.csv", progress =>
        {
            for (var rows = 1; rows <= 50; rows++)
            {
                clock.Seconds += 0.1;
                progress.Report(new("Transform", rows, 50, rows, 0));
            }

            return Task.FromResult(0);
        });

        var lines = error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("orders.csv: started", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("orders.csv: Transform: ", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("two\nlines\tand\u001b[0m", "two\\nlines\\tand\\x1b[0m")]
    public void Control_characters_become_visible(string text, string expected) => Assert.Equal(expected, DisplayText.Printable(text));

    sealed class HandClock : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => (long)(Seconds * 1000);
    }
}
