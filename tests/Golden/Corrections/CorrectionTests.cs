using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Corrections;

/// <summary>Corrected rejects are added to the file they came from: none is lost or duplicated.</summary>
public sealed class CorrectionTests : IDisposable
{
    const string Contract = """
        dataset: things
        version: 1
        description: Things.
        grain: one row per thing
        source: { prefix: things/, pattern: "*.csv" }
        columns:
          - { name: id, type: int64, required: true, key: true, description: Id }
          - { name: name, type: string, required: true, description: Name }
        """;

    static readonly DateTime s_monday = new(2026, 11, 16, 8, 0, 0, DateTimeKind.Utc);

    readonly Shop _shop = new("id", "name");

    public CorrectionTests() => _shop.Define("contracts/things.yaml", Contract);

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Corrected_rejects_are_added_once_however_often_they_are_sent()
    {
        var original = await IngestAsync();
        var corrected = (await _shop.RejectsAsync(original.Id))
            .Replace("two,second,", "2,second,", StringComparison.Ordinal)
            .Replace("four,fourth,", "4,fourth,", StringComparison.Ordinal);

        var run = await _shop.CorrectAsync(original.Id, corrected);
        var again = await _shop.CorrectAsync(original.Id, corrected);

        Assert.Equal((RunStatus.Completed, true, original.Id), (run.Status, run.Published, run.Corrects));
        Assert.Equal((2L, 2L, 0L), (run.Ledger!.RowsRead, run.Ledger.Accepted, run.Ledger.Rejected));
        Assert.Equal((run.Id, 1), (again.Id, again.Attempt));
        Assert.Equal([1L, 2L, 3L, 4L], await IdsAsync());
    }

    [Fact]
    public async Task A_later_file_of_corrections_replaces_the_earlier_one()
    {
        var original = await IngestAsync();
        await _shop.CorrectAsync(original.Id, "id,name\n2,second\n");
        await Task.Delay(20);

        await _shop.CorrectAsync(original.Id, "id,name\n2,second\n4,fourth\n");

        Assert.Equal([1L, 2L, 3L, 4L], await IdsAsync());
    }

    [Fact]
    public async Task More_rows_than_were_rejected_are_refused()
    {
        var original = await IngestAsync();

        var run = await _shop.CorrectAsync(original.Id, "id,name\n1,first\n2,second\n4,fourth\n");

        Assert.Equal((RunStatus.Failed, ProblemCode.BadRequest), (run.Status, run.Problem!.Code));
        Assert.Equal([1L, 3L], await IdsAsync());
    }

    [Fact]
    public async Task Corrections_leave_with_their_file_and_return_without_duplicates()
    {
        var original = await IngestAsync();
        var correction = await _shop.CorrectAsync(original.Id, "id,name\n2,second\n");

        await _shop.ReplayAsync(original.Id);
        Assert.Equal([1L, 2L, 3L], await IdsAsync());

        await _shop.IngestAsync("things.csv", s_monday.AddDays(1), "id,name\n1,first\n2,second\n3,third\n4,fourth\n");
        Assert.Equal([1L, 2L, 3L, 4L], await IdsAsync());

        var late = await _shop.ReplayAsync(correction.Id);
        Assert.Equal([1L, 2L, 3L, 4L], await IdsAsync());
        Assert.Contains("is no longer published", Assert.Single(late.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_rejects_or_without_published_rows_has_nothing_to_correct()
    {
        var whole = await _shop.IngestAsync("whole.csv", s_monday, "id,name\n9,ninth\n");
        Assert.Equal(
            ProblemCode.Conflict,
            (await Assert.ThrowsAsync<TerminalException>(() => _shop.CorrectAsync(whole.Id, "id,name\n2,second\n"))).Code);

        var original = await IngestAsync();
        await _shop.RetireAsync(original.Id);
        Assert.Equal(
            ProblemCode.Conflict,
            (await Assert.ThrowsAsync<TerminalException>(() => _shop.CorrectAsync(original.Id, "id,name\n2,second\n"))).Code);
    }

    Task<RunRecord> IngestAsync() => _shop.IngestAsync("things.csv", s_monday, "id,name\n1,first\ntwo,second\n3,third\nfour,fourth\n");

    async Task<IEnumerable<long>> IdsAsync() => (await _shop.ReportAsync()).Select(row => (long)row[0]!);
}
