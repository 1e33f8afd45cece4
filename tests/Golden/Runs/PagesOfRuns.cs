using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.ChunkLaw;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>The list of runs, page by page.</summary>
public sealed class PagesOfRuns
{
    readonly MemoryStore _lake = new();
    readonly RunRecords _runs;

    public PagesOfRuns() => _runs = new(_lake, TimeProvider.System);

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(5, null)]
    [InlineData(2, RunStatus.Failed)]
    [InlineData(50, RunStatus.Failed)]
    public async Task Page_after_page_every_run_comes_once_and_the_newest_first(int limit, RunStatus? status)
    {
        await AddAsync(5);

        var found = new List<string>();
        var query = new RunQuery(status, limit);
        for (RunPage? page = null; page is null || query.Next is not null;)
        {
            page = await _runs.PageAsync(query, default);
            Assert.InRange(page.Runs.Count, 1, limit);
            found.AddRange(page.Runs.Select(run => run.Id));
            query = query with { Next = page.Next };
        }

        Assert.Equal(from number in new[] { 5, 4, 3, 2, 1 } where status is null || number % 2 == 1 select IdOf(number), found);
    }

    [Fact]
    public async Task A_page_reads_no_run_after_its_next_one()
    {
        await AddAsync(5);
        foreach (var number in new[] { 1, 2 })
            _lake.Put(LakeKeys.Run(IdOf(number)), "not to be read"u8.ToArray());

        var page = await _runs.PageAsync(new(Limit: 2), default);

        Assert.Equal([IdOf(5), IdOf(4)], page.Runs.Select(run => run.Id));
    }

    [Fact]
    public async Task A_start_interrupted_before_its_record_is_not_listed_now_and_not_twice_later()
    {
        _lake.Put(LakeKeys.RunByDay(Created(9), IdOf(1)), []);
        Assert.Empty((await _runs.PageAsync(new(), default)).Runs);

        await AddAsync(1);
        Assert.Single((await _runs.PageAsync(new(), default)).Runs);
    }

    async Task AddAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await _runs.AddAsync(
                new()
                {
                    Id = IdOf(number),
                    Dataset = "d",
                    ContractVersion = 1,
                    Source = new("d/x.csv", "v", "e", 1, default),
                    Attempt = 1,
                    Status = number % 2 == 1 ? RunStatus.Failed : RunStatus.Completed,
                    Stage = RunStage.Done,
                    ProcessingDate = default,
                    Created = Created(number),
                    Updated = Created(number),
                },
                default);
        }
    }

    static DateTimeOffset Created(int number) => new DateTimeOffset(2026, 1, 28, 0, 0, 0, TimeSpan.Zero).AddDays(number);

    static string IdOf(int number) => $"d-{number:x16}";
}
