using DuffBeer.Local.Commands;
using DuffBeer.Local.Tests.Commands;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Workspaces;

public sealed class MissingHomeTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report", "sales-by-product")]
    [InlineData("report", "sales-by-product", "--format", "csv")]
    [InlineData("runs")]
    [InlineData("runs", "duff_orders-1")]
    [InlineData("rejects", "duff_orders-1")]
    [InlineData("status")]
    [InlineData("snapshots")]
    [InlineData("diff")]
    [InlineData("refresh")]
    [InlineData("reconcile")]
    [InlineData("maintain")]
    [InlineData("maintain", "--dry-run")]
    [InlineData("rollback", "x")]
    [InlineData("retire", "duff_orders-1")]
    [InlineData("replay", "duff_orders-1")]
    public async Task A_mistyped_home_is_not_an_empty_one(params string[] arguments)
    {
        Directory.CreateDirectory(_folder["orders/lake"]);

        var call = await CallAsync([.. arguments, "--home", _folder["ordres"]]);

        Assert.Equal((4, ""), (call.Code, call.Out));
        Assert.Contains($"There is no home in {_folder["ordres"]}.", call.Error, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{_folder["orders"]}'?", call.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["ordres"]));
    }

    [Fact]
    public async Task An_unknown_report_parameter_or_column_is_answered_with_the_likely_one()
    {
        var report = await CallAsync("report", "sale-by-product", "--home", _folder.Path);
        var parameter = await CallAsync("report", "client-orders", "--param", "cliend_id=1", "--home", _folder.Path);
        var column = await CallAsync("report", "client-orders", "--columns", "net_sale", "--home", _folder.Path);

        Assert.Contains("Did you mean 'sales-by-product'?", report.Error, StringComparison.Ordinal);
        Assert.Contains("(did you mean client_id?)", parameter.Error, StringComparison.Ordinal);
        Assert.Contains("(did you mean net_sales?)", column.Error, StringComparison.Ordinal);
        Assert.Equal((4, 2, 2), (report.Code, parameter.Code, column.Code));
    }

    static async Task<Call> CallAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var terminal = new Terminal(
            output, error, () => Stream.Null, () => Stream.Null, false, false, false, 120, _ => null, TimeProvider.System);
        var code = await new CommandLine(
            terminal, (settings, _) => Task.FromResult<IWorkspace>(new EmbeddedWorkspace(settings, error.WriteLine))).RunAsync(arguments);
        return new(code, output.ToString(), error.ToString());
    }
}
