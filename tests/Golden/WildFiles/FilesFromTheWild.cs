using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DuffBeer.Core.Rows.Rejects;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Files as people send them, each with what its contract makes of it.</summary>
public sealed class FilesFromTheWild
{
    public static TheoryData<string> Names => [.. WildFile.All.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Are_read_as_their_contract_says(string name)
    {
        var file = WildFile.All.Single(file => file.Name == name);
        using var home = new Home { Definitions = WildContracts.Folder };

        var run = await home.IngestAsync(file.Dataset, file.FileName, file.Content, file.AsVersion);

        Assert.Equal(file.Outcome, WildFile.OutcomeOf(run.Record));
        if (file.Warning is { } warning)
            Assert.Contains(run.Record.Warnings, known => known.Contains(warning, StringComparison.Ordinal));
        if (file.Values.Length > 0)
            Assert.Equal(file.Values, await ValuesAsync(home, file, run.Record.ContractVersion));
        Assert.DoesNotContain(
            await home.RejectsAsync(run), reject => reject.Raw.Contains('\uFFFD') || reject.Value?.Contains('\uFFFD') == true);
    }

    [Fact]
    public async Task Damage_is_shown_as_bytes()
    {
        using var home = new Home { Definitions = WildContracts.Folder };
        var file = WildFile.All.Single(file => file.Name == "UTF-16 with half a pair");

        var reject = Assert.Single(await home.RejectsAsync(await home.IngestAsync(file.Dataset, file.FileName, file.Content)));

        Assert.Equal((RejectCode.EncodingError, "note", "\\xFF"), (reject.Code, reject.Column, reject.Value));
    }

    [Fact]
    public async Task The_API_reads_a_file_by_the_version_that_the_caller_names()
    {
        using var home = new Home { Definitions = WildContracts.Folder };
        var landing = Directory.CreateDirectory(Path.Combine(home.Root, "landing", "wild", "levels")).FullName;
        await File.WriteAllTextAsync(Path.Combine(landing, "a.csv"), "tank,litres,hectolitres\nA,300,3\n");

        await home.ServeAsync(async client =>
        {
            Assert.Equal((202, 2), await StartAsync(client, """{"key":"wild/levels/a.csv"}"""));
            Assert.Equal((202, 1), await StartAsync(client, """{"key":"wild/levels/a.csv","asVersion":1}"""));
            Assert.Equal((200, 1), await StartAsync(client, """{"key":"wild/levels/a.csv","asVersion":1}"""));
            using var unknown = await PostAsync(client, """{"key":"wild/levels/a.csv","asVersion":9}""");
            Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
            Assert.Contains("1, 2", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        });
    }

    /// <summary>The status of the answer, and the version that the run used.</summary>
    static async Task<(int Status, int Version)> StartAsync(HttpClient client, string body)
    {
        using var answer = await PostAsync(client, body);
        var run = answer.Headers.Location!;
        // The stream of its events ends with the run.
        await client.GetStringAsync($"{run}/events");
        using var detail = JsonDocument.Parse(await client.GetStringAsync(run));
        Assert.Equal("Completed", detail.RootElement.GetProperty("runtimeStatus").GetString());
        return ((int)answer.StatusCode, detail.RootElement.GetProperty("contractVersion").GetInt32());
    }

    static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await client.PostAsync("/api/runs", content);
    }

    static async Task<IEnumerable<string>> ValuesAsync(Home home, WildFile file, int version)
    {
        var contract = WildContracts.All.Single(contract => contract.Name == file.Dataset && contract.Version == version);
        var rows = await home.RowsAsync(contract, file.Columns.Split(','));
        return rows.Select(row => string.Join('|', row.Select(Shown)));
    }

    static string Shown(object? cell) => cell switch
    {
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "null",
    };
}
