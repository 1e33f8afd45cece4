using DuffBeer.Core.Costs;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Refresh;

/// <summary>Reports that a refresh writes as CSV into the lake.</summary>
public sealed class ExportTests
{
    const string Orders =
        "Order Id,Order Date,Ship Mode,Segment,Country,City,State,Postal Code,Region,Category,Sub Category,Product Id,cost price,List " +
        "Price,Quantity,Discount Percent\r\n"
        + "1,2023-03-01,Second Class,Consumer,United States,Henderson,Kentucky,42420,South,Furniture,Bookcases,"
        + "FUR-BO-10001798,240,260,2,2\r\n"
        + "2,2023-08-15,Second Class,Consumer,United States,Henderson,Kentucky,42420,South,Furniture,Chairs,FUR-CH-10000454,600,730,3,3\r\n"
        + "3,2023-01-10,Not Available,Corporate,United States,Boston,Massachusetts,2139,East,Office Supplies,Labels,"
        + "OFF-LA-10000240,10,10,2,5\r\n"
        + "4,2022-06-18,Standard Class,Consumer,United States,Fort Lauderdale,Florida,33311,South,Furniture,Chairs,=1+1,780,960,5,2\r\n";

    [Fact]
    public async Task Three_named_files_are_under_the_day_of_the_refresh()
    {
        using var home = await WithOrdersAsync();

        Assert.Equal(
            [
                "analytics/2026/01/31/monthly_sales.csv", "analytics/2026/01/31/most_profitable_region.csv",
                "analytics/2026/01/31/orders_by_category.csv", "analytics/2026/01/31/shipping_method_by_category.csv",
            ],
            await home.KeysAsync("analytics/"));
        // South: (254.80 - 240) * 2 + (708.10 - 600) * 3 + (940.80 - 780) * 5; East: (9.50 - 10) * 2.
        Assert.Equal(
            """
            region,profit,sales,cost,margin,share,sales_share,orders,order_lines,units,rank,is_tie
            South,1157.90,7337.90,6180.00,0.15779718993172437,1.000864378943729,0.9974173904769672,3,3,10,1,false
            East,-1.00,19.00,20.00,-0.05263157894736842,-0.0008643789437289307,0.0025826095230327994,1,1,2,2,false

            """,
            Read(home, "most_profitable_region"), ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            category,ship_mode,orders,order_lines,share,is_most_common,is_tie,unknown_orders
            Furniture,Second Class,2,2,0.6666666666666666,true,false,0

            """,
            Read(home, "shipping_method_by_category"), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task A_refresh_without_a_change_writes_only_the_files_missing_for_the_day()
    {
        using var home = await WithOrdersAsync();
        Assert.Empty((await home.RefreshAsync()).Result.Exports);

        await home.Lake.DeleteAsync("analytics/2026/01/31/orders_by_category.csv", default);

        Assert.Equal(["analytics/2026/01/31/orders_by_category.csv"], (await home.RefreshAsync()).Result.Exports);
    }

    [Fact]
    public async Task What_fails_after_the_swap_is_reported_and_undoes_nothing()
    {
        var context = new DirectContext("refresh", tries: 1);
        context.Register(
            RefreshModels.Plan,
            new Answer<RefreshModels.Input, Costed<RefreshModels.Planned>>(
                () => new(new([], IsChange: true, ModelsPerCall: 1), CostDrivers.None)));
        context.Register(RefreshModels.Swap, new Answer<RefreshModels.Input, Costed<bool>>(() => new(true, CostDrivers.None)));
        context.Register(RefreshModels.Catalog, new Answer<RefreshModels.CatalogInput, Costed<bool>>(
            () => throw new TransientException(ProblemCode.EngineUnavailable, "The catalog is unavailable.")));
        context.Register(RefreshModels.Export, new Answer<RefreshModels.ExportInput, Costed<IReadOnlyList<string>>>(
            () => throw new TransientException(ProblemCode.StoreUnavailable, "The store is away.")));

        context.Register(
            RefreshModels.Price,
            new Answer<RefreshModels.Spent, RunCost>(() => throw new TerminalException(ProblemCode.Internal, "The cost is unknown.")));

        var result = await RefreshModels.RunAsync(context, new("s1", [], new Dictionary<string, string>()));

        Assert.Equal(("s1", null), (result.Snapshot, result.Problem));
        Assert.Equal(ProblemCode.EngineUnavailable, result.CatalogProblem!.Code);
        Assert.Equal(ProblemCode.StoreUnavailable, result.ExportProblem!.Code);
        Assert.Null(result.Cost);
    }

    static async Task<Home> WithOrdersAsync()
    {
        var home = new Home { Definitions = DomainDefinitions.Of("retail") };
        var call = await home.CallAsync("ingest", home.Write("retail.csv", Csv.Bytes(Orders)), "--dataset", "retail_orders");
        Assert.Equal(0, call.Code);
        return home;
    }

    static string Read(Home home, string report) =>
        File.ReadAllText(Path.Combine(home.Root, "lake", "analytics", "2026", "01", "31", $"{report}.csv"));

    sealed class Answer<TInput, TOutput>(Func<TOutput> answer) : IActivity<TInput, TOutput>
    {
        public Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken) => Task.FromResult(answer());
    }
}
