using System.Text.Json;
using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Refresh;

/// <summary>Settings that an operator changes, through the command line.</summary>
public sealed class SettingsTests
{
    static readonly DefinitionFolder s_definitions = DomainDefinitions.Of("duff", ["clients-ranked", "duff-sales", "order-status"]);

    [Fact]
    public async Task An_as_of_date_stays_until_it_is_reset_and_rebuilds_only_what_depends_on_it()
    {
        using var home = new Home { Definitions = s_definitions };
        await home.IngestAsync("monday.csv", Csv.Header + Csv.Row(1));
        await home.RefreshAsync();
        Assert.Equal("2026-01-31", await AsOfAsync(home));

        var changed = await home.CallAsync("refresh", "--as-of", "2024-02-29", "--json");
        Assert.Contains("duff_as_of", Built(changed));
        Assert.Contains("client_sales", Built(changed));
        Assert.DoesNotContain("dim_status", Built(changed));
        Assert.Equal("2024-02-29", await AsOfAsync(home));

        await home.IngestAsync("tuesday.csv", Csv.Header + Csv.Row(2));
        await home.RefreshAsync();
        Assert.Equal("2024-02-29", await AsOfAsync(home));

        await home.CallAsync("refresh", "--as-of", "latest");
        Assert.Equal("2026-01-31", await AsOfAsync(home));
    }

    [Theory]
    [InlineData("There is no setting 'colour'", "--set", "colour=red")]
    [InlineData("abc_class_a must be from 0 to 1, not 2", "--set", "abc_class_a=2")]
    [InlineData("as_of must be a date such as", "--as-of", "yesterday")]
    public async Task A_setting_that_is_not_allowed_changes_nothing(string message, params string[] options)
    {
        using var home = new Home { Definitions = s_definitions };
        await home.IngestAsync("monday.csv", Csv.Header + Csv.Row(1));
        await home.RefreshAsync();
        var before = await home.Lake.StatAsync("snapshots/current.json", default);

        var call = await home.CallAsync(["refresh", .. options]);

        Assert.Equal(2, call.Code);
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
        Assert.Equal(before, await home.Lake.StatAsync("snapshots/current.json", default));
    }

    static async Task<string?> AsOfAsync(Home home)
    {
        using var report = JsonDocument.Parse((await home.CallAsync("report", "order-status", "--format", "json")).Out);
        return report.RootElement.GetProperty("asOf").GetString();
    }

    static List<string?> Built(Call refresh)
    {
        using var answer = JsonDocument.Parse(refresh.Out);
        return [.. answer.RootElement.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString())];
    }
}
