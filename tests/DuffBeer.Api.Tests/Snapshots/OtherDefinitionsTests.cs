using System.Net;
using DuffBeer.Api.Tests.Serving;

namespace DuffBeer.Api.Tests.Snapshots;

/// <summary>A server whose definitions have models that the home's snapshot lacks, as after an upgrade.</summary>
public sealed class OtherDefinitionsTests
{
    [Fact]
    public async Task A_report_of_a_missing_model_is_a_conflict_that_says_what_builds_it_and_no_defect_of_the_server()
    {
        using var home = new TemporaryFolder();
        await using (var before = await Server.StartAsync(home: home.Path))
        {
            await before.IngestAsync("duff/orders/a.csv", Csv.Header + Csv.Rows(3));
            await before.RefreshAsync();
        }

        await using var server = await Server.StartAsync(home: home.Path, definitions: DomainDefinitions.Of("retail"));
        foreach (var path in (string[])["retail-profit", "retail-profit.csv", "retail-profit/values/category"])
        {
            var answer = await server.GetAsync($"/api/reports/{path}");
            Assert.Equal((path, HttpStatusCode.Conflict), (path, answer.Status));
            Assert.Contains("'duffbeer refresh' builds a snapshot that fits", answer.Text, StringComparison.Ordinal);
        }
    }
}
