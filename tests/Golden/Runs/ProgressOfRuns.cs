using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Runs;

/// <summary>Progress events while a file is read.</summary>
public sealed class ProgressOfRuns
{
    [Fact]
    public async Task Two_homes_in_one_process_each_report_their_own_rows_and_rejects()
    {
        var told = await Task.WhenAll(IngestAsync(rows: 30_000, rejects: 70), IngestAsync(rows: 20_000, rejects: 50));

        Assert.Equal([(30_070, 70), (20_050, 50)], told.Select(steps => (steps[^1].Rows, steps[^1].Rejects)));
    }

    [Fact]
    public async Task Rejects_are_reported_while_a_chunk_is_read_and_not_only_at_its_end()
    {
        var told = await IngestAsync(rows: 30_000, rejects: 70);

        Assert.Contains(told, step => step.Rejects > 0 && step.Rows < 30_070);
    }

    /// <summary>Ingests a file of one chunk with its rejects in front.</summary>
    static async Task<List<IngestProgress>> IngestAsync(int rows, int rejects)
    {
        using var home = new Home();
        var told = new Told();
        var path = home.Write(
            "orders.csv", Csv.Bytes(Csv.Header + string.Concat(Enumerable.Repeat("1001,Moe's\n", rejects)) + Csv.Rows(rows)));
        var run = await home.AskAsync(workspace => workspace.IngestAsync(new(new(path, "orders.csv"), "duff_orders"), told, default));

        Assert.Null(run.Record.Problem);
        return told.Steps;
    }

    sealed class Told : IProgress<IngestProgress>
    {
        public List<IngestProgress> Steps { get; } = [];

        public void Report(IngestProgress value)
        {
            lock (Steps)
                Steps.Add(value);
        }
    }
}
