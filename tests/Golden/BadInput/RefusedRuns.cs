using DuffBeer.Core.Failures;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.BadInput;

/// <summary>A file that is refused as a whole: nothing of it is published, and what was published stays.</summary>
public sealed class RefusedRuns
{
    [Fact]
    public async Task Rejects_over_the_budget_publish_nothing_and_stay_readable()
    {
        using var home = new Home { Ingest = new() { ChunkBytes = 200 } };
        var bad = string.Concat(Enumerable.Range(1, 11).Select(order => Csv.Row(order, status: "lost")));
        var run = await home.IngestAsync("orders.csv", Csv.Header + Csv.Rows(50, first: 100) + bad);

        Refused(run, ProblemCode.RejectBudgetExceeded, "11 of 61 rows", "EnumError 11", "budget of duff_orders is 10");
        Assert.Equal(Enumerable.Range(51, 11), (await home.RejectsAsync(run)).Select(reject => (int)reject.RowNumber));
        Assert.Empty(await home.PublishedAsync());
        Assert.Empty(await home.KeysAsync("tables/"));
    }

    [Fact]
    public async Task Rejects_up_to_the_budget_are_accepted()
    {
        using var home = new Home();
        var bad = string.Concat(Enumerable.Range(1, 10).Select(order => Csv.Row(order, status: "lost")));
        var run = await home.IngestAsync("orders.csv", Csv.Header + Csv.Row(100) + bad);

        Assert.Equal((RunStatus.Completed, 1, 10), (run.Record.Status, run.Record.Ledger!.Accepted, run.Record.Ledger.Rejected));
    }

    [Fact]
    public async Task A_file_without_an_accepted_row_fails_however_few_rows_it_has()
    {
        using var home = new Home();
        var run = await home.IngestAsync("orders.csv", Csv.Header + Csv.Row(1, status: "lost"));

        Refused(run, ProblemCode.RejectBudgetExceeded, "not one row was accepted");
        Assert.Single(await home.RejectsAsync(run));
    }

    [Theory]
    [InlineData(
        "client_id,client_name,order_id,product_id,product_description,prduct_price,product_ccf,product_volume," +
        "point_of_sale_channel,status\n",
        "product_price (is it 'prduct_price'?)",
        "Found: client_id")]
    [InlineData("client_id,client_name,order_id\n", "lacks product_id, product_description", "Found: client_id, client_name, order_id")]
    [InlineData(
        "client_id,Client-ID,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume," +
        "point_of_sale_channel,status\n",
        "client_id twice",
        "'Client-ID' (column 2)")]
    [InlineData("1001,Moe's Tavern,5678,102,Duff Classic,2.50,6,0.33,Retail,created\n", "no name is known", "may have no header")]
    public async Task A_header_that_does_not_match_the_contract_is_refused_with_what_was_found(string header, params string[] says)
    {
        using var home = new Home();
        var run = await home.IngestAsync("orders.csv", header + Csv.Row(1));

        Refused(run, ProblemCode.HeaderMismatch, says);
        Assert.Empty(await home.KeysAsync("tables/"));
    }

    [Fact]
    public async Task The_exit_code_says_that_the_budget_was_exceeded()
    {
        using var home = new Home();
        var call = await home.CallAsync("ingest", home.Write("orders.csv", Csv.Bytes(Csv.Header + Csv.Row(1, status: "lost"))));

        Assert.Equal(3, call.Code);
        Assert.Contains("duffbeer rejects duff_orders-", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_200_partitions_are_refused()
    {
        using var home = new Home { Ingest = new() { ChunkBytes = 5_000 } };
        var rows = string.Concat(Enumerable.Range(1, 201).Select(order => Csv.Row(order, channel: $"channel {order}")));
        var run = await home.IngestAsync("orders.csv", Csv.Header + rows);

        Refused(run, ProblemCode.TooManyPartitions, "201", "at most 200");
        Assert.Empty(await home.PublishedAsync());
        Assert.Empty(await home.KeysAsync("tables/"));
    }

    static void Refused(EndedRun run, ProblemCode code, params string[] says)
    {
        Assert.Equal(RunStatus.Failed, run.Record.Status);
        Assert.Equal(code, run.Record.Problem!.Code);
        Assert.All(says, part => Assert.Contains(part, run.Record.Problem.Message, StringComparison.Ordinal));
    }
}
