using System.Net;
using DuffBeer.Api.Tests.Serving;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Api.Tests.Reports;

/// <summary>A home whose snapshot is older than the definitions that a server reads it with.</summary>
public sealed class OtherDefinitionsTests(Published published) : IClassFixture<Published>, IDisposable
{
    readonly TemporaryFolder _newer = new();

    public void Dispose() => _newer.Dispose();

    [Theory]
    [InlineData("client-loyalty")]
    [InlineData("client-loyalty.csv")]
    public async Task A_column_that_the_snapshot_lacks_is_a_conflict_that_names_the_refresh(string report)
    {
        await using var server = await WithNewColumnAsync();

        var answer = await server.GetAsync($"/api/reports/{report}");

        Assert.Equal("Conflict", answer.Problem(HttpStatusCode.Conflict));
        Assert.Contains("its model orders_summary has no column loyal. 'duffbeer refresh'", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_the_snapshot_lacks_is_a_conflict_that_names_the_refresh()
    {
        await using var server = await WithNewModelAsync();

        var answer = await server.GetAsync("/api/reports/loyal-clients");

        Assert.Equal("Conflict", answer.Problem(HttpStatusCode.Conflict));
        Assert.Contains("it has no model loyal_clients. 'duffbeer refresh'", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_that_read_nothing_new_are_answered_as_before()
    {
        await using var server = await WithNewColumnAsync();

        Assert.Equal(HttpStatusCode.OK, (await server.GetAsync("/api/reports/top-clients")).Status);
    }

    Task<Server> WithNewColumnAsync()
    {
        Write("models/duff/marts/orders_summary.sql", """
            -- model: orders_summary
            -- grain: client_id
            -- owner: tests
            -- columns:
            --   client_id  int64  A client
            --   loyal      bool   Whether the client is loyal
            --
            -- Clients.
            SELECT client_id, TRUE AS loyal FROM {{ ref('client_sales') }}
            """);
        WriteReport("client-loyalty", "orders_summary");
        return StartAsync();
    }

    Task<Server> WithNewModelAsync()
    {
        Write("models/duff/marts/loyal_clients.sql", """
            -- model: loyal_clients
            -- grain: client_id
            -- owner: tests
            -- columns:
            --   client_id  int64  A client
            --   loyal      bool   Whether the client is loyal
            --
            -- Clients.
            SELECT client_id, TRUE AS loyal FROM {{ ref('client_sales') }}
            """);
        WriteReport("loyal-clients", "loyal_clients");
        return StartAsync();
    }

    void WriteReport(string name, string model) => Write($"reports/{name}.sql", $$$"""
        -- report: {{{name}}}
        -- title: Loyalty
        -- domain: duff
        -- model: {{{model}}}
        -- order: client_id
        -- columns:
        --   client_id  int64  A client
        --   loyal      bool   Whether the client is loyal
        --
        -- Clients.
        SELECT client_id, loyal FROM {{ ref('{{{model}}}') }}
        """);

    void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_newer[file])!);
        File.WriteAllText(_newer[file], text);
    }

    Task<Server> StartAsync() => Server.StartAsync(
        home: published.Server.Home.Root, definitions: DomainDefinitions.Duff with { Added = [_newer.Path] });
}
