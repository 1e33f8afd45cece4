using DuffBeer.Core.Runs.Intake;
using DuffBeer.Local.Serving;

namespace DuffBeer.Local.Tests.Serving;

/// <summary>When a file in landing is complete.</summary>
public sealed class LandingWatchTests : IDisposable
{
    static readonly DateTimeOffset s_start = new(2026, 11, 21, 7, 0, 0, TimeSpan.Zero);

    readonly TemporaryFolder _folder = new();
    readonly Clock _clock = new();
    readonly List<string> _told = [];
    readonly LandingWatch _watch;

    public LandingWatchTests() => _watch = new(_folder.Folder("landing"), "landing", Tell, TimeSpan.FromSeconds(5), _clock, _ => { });

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_taken_once_when_it_has_not_changed_for_the_time_set()
    {
        Write("orders.csv", 10, second: 0);

        await LookAsync(second: 4);
        Assert.Empty(_told);
        await LookAsync(second: 5);
        await LookAsync(second: 60);
        Assert.Equal(["orders.csv"], _told);
    }

    [Fact]
    public async Task A_writer_that_pauses_longer_is_given_longer()
    {
        Write("orders.csv", 10, second: 0);
        await LookAsync(second: 1);
        Write("orders.csv", 20, second: 20);

        await LookAsync(second: 21);
        await LookAsync(second: 39);
        Assert.Empty(_told);
        await LookAsync(second: 41);
        Assert.Equal(["orders.csv"], _told);
    }

    [Fact]
    public async Task The_longest_pause_counts_not_the_last()
    {
        Write("orders.csv", 10, second: 0);
        await LookAsync(second: 1);
        Write("orders.csv", 20, second: 20);
        await LookAsync(second: 21);
        Write("orders.csv", 30, second: 22);

        await LookAsync(second: 42);
        Assert.Empty(_told);
        await LookAsync(second: 43);
        Assert.Equal(["orders.csv"], _told);
    }

    [Fact]
    public async Task A_file_that_changes_after_it_was_taken_is_taken_again()
    {
        Write("orders.csv", 10, second: 0);
        await LookAsync(second: 5);
        Write("orders.csv", 20, second: 30);

        await LookAsync(second: 34);
        await LookAsync(second: 35);
        Assert.Equal(["orders.csv", "orders.csv"], _told);
    }

    [Theory]
    [InlineData("orders.csv.part")]
    [InlineData("orders.csv.TMP")]
    [InlineData("orders.csv~")]
    public async Task A_temporary_name_is_passed_over(string name)
    {
        Write(name, 10, second: 0);

        await LookAsync(second: 60);
        Assert.Empty(_told);
    }

    Task<Receipt> Tell(ObjectNotice notice, CancellationToken cancellationToken)
    {
        _told.Add(notice.Key);
        return Task.FromResult(new Receipt(ReceiptKind.Ignored, null, "Only noticed."));
    }

    void Write(string name, int bytes, int second)
    {
        var path = Path.Combine(_folder["landing"], name);
        File.WriteAllBytes(path, new byte[bytes]);
        File.SetLastWriteTimeUtc(path, s_start.AddSeconds(second).UtcDateTime);
    }

    Task LookAsync(int second)
    {
        _clock.Now = s_start.AddSeconds(second);
        return _watch.LookAsync(default);
    }

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = s_start;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
