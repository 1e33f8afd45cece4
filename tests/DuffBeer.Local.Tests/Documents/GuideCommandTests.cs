namespace DuffBeer.Local.Tests.Documents;

/// <summary>
/// Runs the commands of guide pages on the sample data, in their order, except servers and corrections (which the tutorial has).
/// </summary>
/// <remarks>Most build no models, which would take long.</remarks>
[Collection(DocumentShell.Alone)]
public sealed class GuideCommandTests : IDisposable
{
    readonly DocumentShell _shell = new();

    public void Dispose() => _shell.Dispose();

    /// <summary>With the models of a small file, which build fast.</summary>
    [Fact]
    public async Task The_commands_of_the_page_on_comparisons_work()
    {
        const string header = "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
            + "point_of_sale_channel,status\n";
        DocumentShell.Write("a.csv", header + "7,Moe,1,102,Duff,2.50,6,0.33,Retail,created");
        DocumentShell.Write("b.csv", header + "8,Apu,2,102,Duff,2.50,3,0.33,Online,created");
        string[] before = ["duffbeer ingest a.csv --dataset duff_orders", "duffbeer ingest b.csv --dataset duff_orders --no-refresh"];
        var commands = before.Select(line => ShownCommand.Read(line)!)
            .Concat(ShownCommand.InBlocks(DocumentPage.Of("docs/guide/compare.md")))
            .ToList();
        foreach (var command in commands)
        {
            var (code, output, error) = await DocumentShell.RunAsync(command);
            Assert.True(code == 0, $"{command.Text} exits with {code}:\n{output}{error}");
        }

        Assert.InRange(commands.Count, 13, int.MaxValue);
    }

    [Fact]
    public async Task The_commands_of_the_page_on_forgetting_work()
    {
        const string header = "client_id,client_name,order_id,product_id,product_description,product_price,product_ccf,product_volume,"
            + "point_of_sale_channel,status\n";
        DocumentShell.Write(
            "a.csv", header + "1001,Moe,1,102,Duff,2.50,6,0.33,Retail,created\n7,Apu,2,102,Duff,2.50,6,0.33,Retail,created");
        DocumentShell.Write("clients.txt", "7\n8\n");
        var commands = ShownCommand.InBlocks(DocumentPage.Of("docs/guide/forget.md"))
            .Prepend(ShownCommand.Read("duffbeer ingest a.csv --dataset duff_orders --no-refresh")!)
            .ToList();
        foreach (var command in commands)
        {
            var (code, output, error) = await DocumentShell.RunAsync(command);
            Assert.True(code == 0, $"{command.Text} exits with {code}:\n{output}{error}");
        }

        Assert.Equal(4, commands.Count);
    }

    [Theory]
    [InlineData("docs/guide/ingest.md", 10)]
    [InlineData("docs/guide/definitions.md", 2)]
    public async Task The_commands_of_the_page_work(string page, int least)
    {
        var commands = ShownCommand.InBlocks(DocumentPage.Of(page))
            .Where(command => !command.Names("serve") && !command.Names("--rejects")).ToList();
        foreach (var command in commands)
        {
            var isRun = command.Arguments[0] is "ingest" or "replay";
            var (code, output, error) = await DocumentShell.RunAsync(
                isRun ? command with { Arguments = [.. command.Arguments, "--no-refresh"] } : command);
            Assert.True(code == 0, $"{command.Text} exits with {code}:\n{output}{error}");
        }

        Assert.True(commands.Count >= least, $"only {commands.Count} commands");
    }
}
