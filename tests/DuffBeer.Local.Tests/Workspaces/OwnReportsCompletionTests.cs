namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>A shell completes the reports that the line would find.</summary>
public sealed class OwnReportsCompletionTests : IDisposable
{
    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("report")]
    [InlineData("reports")]
    [InlineData("why")]
    public async Task Reports_of_the_remembered_folder_are_offered(string command)
    {
        var ingest = await _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
        Assert.True(ingest.Code == 0, ingest.Error);
        _project.Variables["DUFFBEER_HOME"] = _project["home"];

        var offered = await _project.CompletedAsync($"duffbeer {command} ");

        Assert.Contains("things", offered);
        Assert.DoesNotContain("sales-by-product", offered);
    }

    [Fact]
    public async Task Reports_of_the_folder_in_the_line_are_offered_too()
    {
        var offered = await _project.CompletedAsync($"duffbeer --home {_project["home"]} --definitions {_project["mine"]} report ");

        Assert.Contains("things", offered);
        Assert.Contains("sales-by-product", offered);
    }

    [Fact]
    public async Task A_folder_that_is_gone_offers_no_reports()
    {
        var offered = await _project.CompletedAsync($"duffbeer --definitions {_project["gone"]} report ");

        Assert.DoesNotContain("sales-by-product", offered);
        Assert.Contains("--param", offered);
    }
}
