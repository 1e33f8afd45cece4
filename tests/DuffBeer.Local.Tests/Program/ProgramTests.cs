using System.Text.Json;
using DuffBeer.Local.Tests.Commands;

namespace DuffBeer.Local.Tests.Program;

/// <summary>The program as people run it: a process with its own definitions, of this build or natively compiled.</summary>
/// <remarks>The variable DUFFBEER_PROGRAM names a native program; others that honour it are the tests of server, crashes and S3.</remarks>
public sealed class ProgramTests : IDisposable
{
    const string Rows = """
        client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,point_of_sale_channel,status
        1,Moe's Tavern,1,101,Duff,1.05,12,0.33,Retail,created
        2,Kwik-E-Mart,2,102,Duff Lite,0.95,24,0.33,Online,delivered
        3,Barney,3,102,Duff Lite,x,24,0.33,Online,delivered

        """;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_its_version_and_what_it_can_do()
    {
        var version = await CallAsync("--version");
        Assert.Equal((0, ""), (version.Code, version.Error));
        Assert.Matches(@"^duffbeer \d+\.\d+\.\d+\S*( \(commit [0-9a-f]{12}\))?\s*$", version.Out);

        Assert.Contains("Usage:", (await CallAsync()).Out, StringComparison.Ordinal);
        Assert.Contains("report", (await CallAsync("[suggest:12]", "duffbeer rep")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_definitions_have_no_mistakes()
    {
        var check = await CallAsync("check", "--json");

        Assert.True(check.Code == 0, check.Out + check.Error);
        Assert.InRange(Number(JsonOf(check).GetProperty("checked"), "models"), 50, 500);
    }

    [Fact]
    public async Task Its_sample_data_has_the_bytes_of_any_other_build()
    {
        string[] line = ["generate", "order_items", "--rows", "200", "--seed", "3", "--bad", "0.05", "-o"];
        var here = new Shell(new());
        await here.CallAsync([.. line, "-"]);

        Assert.Equal(0, (await CallAsync([.. line, _folder["items.csv"]])).Code);

        Assert.Equal(here.BinaryOut.ToArray(), await File.ReadAllBytesAsync(_folder["items.csv"]));
    }

    [Fact]
    public async Task A_file_becomes_rows_models_and_reports()
    {
        var ingest = await CallAsync("ingest", _folder.Write("orders.csv", Rows), "--dataset", "duff_orders", "--verify", "--json");
        Assert.True(ingest.Code == 0, ingest.Out + ingest.Error);
        var run = JsonOf(ingest).GetProperty("runs")[0];
        var ledger = run.GetProperty("ledger");
        Assert.Equal((3, 2, 1), (Number(ledger, "rowsRead"), Number(ledger, "accepted"), Number(ledger, "rejected")));
        var rejects = await CallAsync("rejects", run.GetProperty("id").GetString()!);
        Assert.Contains("TypeError", rejects.Out, StringComparison.Ordinal);

        var json = JsonOf(await CallAsync("report", "sales-by-product", "--format", "json"));
        Assert.Equal(2, json.GetProperty("rows").GetArrayLength());
        foreach (var format in (string[])["table", "csv", "vertical"])
            Assert.Contains("Duff Lite", (await CallAsync("report", "sales-by-product", "--format", format)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_has_an_exit_code()
    {
        var usage = await CallAsync("ingst");
        Assert.Equal(2, usage.Code);
        Assert.Contains("Did you mean 'ingest'", usage.Error, StringComparison.Ordinal);

        var missing = await CallAsync("status", "--json");
        Assert.Equal(4, missing.Code);
        Assert.Contains("There is no home", missing.Error, StringComparison.Ordinal);
    }

    static JsonElement JsonOf((int Code, string Out, string Error) call) => JsonDocument.Parse(call.Out).RootElement;

    static int Number(JsonElement of, string name) => of.GetProperty(name).GetInt32();

    Task<(int Code, string Out, string Error)> CallAsync(params string[] arguments) =>
        DuffBeerProgram.CallAsync(arguments, [new("DUFFBEER_HOME", _folder["home"])]);
}
