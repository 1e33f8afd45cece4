using System.Text;
using System.Text.Json;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.WildFiles;

/// <summary>Parts of rejects number rows within their chunk; every reader shows the number within the file.</summary>
public sealed class RejectNumbers
{
    static readonly int[] s_bad = [2, 3, 17, 40, 41, 60];

    /// <summary>With chunks of one byte there are thousands of them.</summary>
    public static TheoryData<long> Sizes => Law.IsWhole ? [1, 7, 100] : [7];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Readers_get_the_same_bytes_whatever_the_size_of_a_chunk(long chunkBytes)
    {
        var whole = await ReadAsync(1 << 20);

        var rows = JsonDocument.Parse(whole["rejects --json"]).RootElement.GetProperty("rejects").EnumerateArray();
        Assert.Equal(s_bad, rows.Select(reject => reject.GetProperty("row").GetInt32()));
        Assert.Equal(whole, await ReadAsync(chunkBytes));
    }

    static async Task<Dictionary<string, string>> ReadAsync(long chunkBytes)
    {
        using var home = new Home { Definitions = WildContracts.Folder, Ingest = new() { ChunkBytes = chunkBytes } };
        var file = new StringBuilder("id,at,amount,paid,note\n");
        for (var row = 1; row <= 60; row++)
            file.Append($"b{row},{(s_bad.Contains(row) ? "soon" : "2026-02-03T10:00Z")},1.50,true,\"x\n\"\n\n");
        var run = (await home.IngestAsync("bookings", "file.csv", Encoding.UTF8.GetBytes(file.ToString()))).Record.Id;

        var read = new Dictionary<string, string>
        {
            ["rejects"] = (await home.CallAsync("rejects", run)).Out,
            ["rejects --json"] = (await home.CallAsync("rejects", run, "--json")).Out,
            ["rejects --format csv"] = (await home.CallAsync("rejects", run, "--format", "csv")).Out,
        };
        await home.ServeAsync(async client =>
        {
            foreach (var address in (string[])["rejects", "rejects?limit=4", "rejects?limit=4&next=17", "rejects.csv"])
                read[$"GET {address}"] = await client.GetStringAsync($"api/runs/{run}/{address}");
        });
        // A run's id depends on where its file is.
        return read.ToDictionary(reader => reader.Key, reader => reader.Value.Replace(run, "RUN", StringComparison.Ordinal));
    }
}
