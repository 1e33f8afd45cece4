using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Definitions.Sql;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Wiring;
using DuffBeer.Local.Generate;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.Samples;

/// <summary>Generated files of every dataset through the product, found by their header alone.</summary>
public sealed class SampleIngestTests : IDisposable
{
    static readonly IReadOnlyList<DatasetContract> s_contracts = ContractLoader.LoadFolder(DefinitionFolder.Default.Contracts).Contracts;

    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("duff_orders", 0, false)]
    [InlineData("retail_orders", 0, false)]
    [InlineData("retail_orders", 0, true)]
    [InlineData("order_items", 1, false)]
    [InlineData("order_items", 1, true)]
    [InlineData("order_item_options", 0, false)]
    [InlineData("order_item_options", 0, true)]
    [InlineData("date_dim", 0, false)]
    [InlineData("date_dim", 0, true)]
    [InlineData("restaurant_locations", 0, false)]
    public async Task A_file_without_faults_is_accepted_except_its_malformed_row(string dataset, int rejected, bool fromWindows)
    {
        var sample = SampleDataset.All.Single(known => known.Name == dataset);
        var quirks = sample.Quirks.Where(quirk => quirk != Quirk.CrlfLines || fromWindows).ToList();
        var rows = dataset is "date_dim" or "restaurant_locations" ? sample.Usual.Rows : 10_000;
        var shape = sample.Usual with { Rows = rows, Bad = 0, Quirks = quirks };

        var run = await IngestAsync(sample, shape, header => fromWindows ? header.ToUpperInvariant() : header);

        Assert.Equal((RunStatus.Completed, dataset), (run.Status, run.Dataset));
        Assert.Equal((shape.Rows, rejected, 0), (run.Ledger!.RowsRead, run.Ledger.Rejected, run.Ledger.BlankLines));
        Assert.True(run.Verified);
        Assert.Empty(run.Warnings);
    }

    [Theory]
    [InlineData("retail_orders")]
    [InlineData("order_items")]
    [InlineData("order_item_options")]
    [InlineData("date_dim")]
    public async Task Every_kind_of_fault_is_a_reject(string dataset)
    {
        var sample = SampleDataset.All.Single(known => known.Name == dataset);
        var clean = sample.Usual with { Rows = 300, Bad = 0, Duplicates = 0, Quirks = [] };
        Assert.Equal(0, await RejectsAsync(sample, clean));

        foreach (var fault in Enum.GetValues<Fault>())
            Assert.InRange(await RejectsAsync(sample, clean with { Bad = 0.2, Faults = [fault] }), 40, 85);
    }

    /// <summary>Only the rejects by the contract: no part is written.</summary>
    static async Task<long> RejectsAsync(SampleDataset sample, SampleShape shape)
    {
        using var csv = new MemoryStream();
        await new SampleFile(sample, shape).WriteAsync(csv, progress: null, default);
        await using var source = new MemoryByteSource(csv.ToArray());
        var contract = s_contracts.Single(known => known.Name == sample.Name);
        var dialect = new Dialect((byte)',');
        var header = HeaderMatch.Of(contract, [.. sample.Columns.Select(column => column.Name)]);
        using var rows = new RowBatcher(contract, header, dialect, new("run", new(2026, 1, 31), "secret"u8.ToArray()));
        using var units = new UnitReader(source, dialect, csv.ToArray().AsSpan().IndexOf((byte)'\n') + 1, long.MaxValue);
        do
        {
            rows.Read(units);
        }
        while (await units.FillAsync(default));
        return rows.Rejected;
    }

    async Task<RunRecord> IngestAsync(SampleDataset sample, SampleShape shape, Func<string, string> header)
    {
        using var csv = new MemoryStream();
        await new SampleFile(sample, shape).WriteAsync(csv, progress: null, default);
        var text = Encoding.Latin1.GetString(csv.ToArray());
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var path = Path.Combine(_folder.Path, $"{Guid.NewGuid():n}.csv");
        await File.WriteAllTextAsync(path, header(text[..end]) + text[end..], Encoding.Latin1);

        await using var workspace = new EmbeddedWorkspace(new(_folder["home"], Now: Home.Now), _ => { });
        var run = await workspace.IngestAsync(
            new(new(path, Path.GetFileName(path)), Verify: true), new Progress<IngestProgress>(), default);
        return run.Record;
    }
}
