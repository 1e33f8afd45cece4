using System.Globalization;
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
