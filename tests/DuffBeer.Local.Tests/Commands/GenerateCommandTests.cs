using DuffBeer.Local.Generate;
using DuffBeer.Local.Tests.Generate;

namespace DuffBeer.Local.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Options_shape_the_file()
    {
        var file = _folder["orders.csv"];

        var call = await CallAsync(
            "--rows",
            "500",
            "--seed",
            "7",
            "--bad",
            "0.5",
            "--duplicates",
            "0.1",
            "--changes",
            "0.1",
            "--faults",
            "MissingCell,extracell",
            "-o",
            file,
            "--json");

        Assert.Equal(0, call.Code);
        var expected = await Samples.BytesAsync(new(500, 7, 0.5, 0.1, 0.1, [Fault.MissingCell, Fault.ExtraCell]));
        Assert.Equal(expected, await File.ReadAllBytesAsync(file));
        Assert.Equal(expected.Length, call.Json.GetProperty("bytes").GetInt64());
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Omitted_options_have_the_shapes_defaults()
    {
        await CallAsync("--rows", "500", "-o", _folder["orders.csv"]);

        Assert.Equal(await Samples.BytesAsync(new(500)), await File.ReadAllBytesAsync(_folder["orders.csv"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("none")]
    [InlineData("guests,CrlfLines", nameof(Quirk.Guests), nameof(Quirk.CrlfLines))]
    public async Task Quirks_are_the_usual_or_the_requested_ones(string? asked, params string[] quirks)
    {
        var items = Samples.Named("order_items");

        await Shell.CallAsync(
            new(),
            [
                "generate",
                "order_items",
                "--rows",
                "500",
                .. asked is null ? Array.Empty<string>() : ["--quirks", asked],
                "-o",
                _folder["items.csv"],
            ]);

        var expected = await Samples.BytesAsync(
            items, items.Usual with { Rows = 500, Quirks = asked is null ? null : [.. quirks.Select(Enum.Parse<Quirk>)] });
        Assert.Equal(expected, await File.ReadAllBytesAsync(_folder["items.csv"]));
    }

    [Fact]
    public async Task A_quirk_that_the_dataset_lacks_is_refused()
    {
        var call = await CallAsync("--quirks", "Guests", "-o", _folder["orders.csv"]);

        Assert.Equal(2, call.Code);
        Assert.Contains("duff_orders has no Guests. Its quirks are CrlfLines.", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_is_overwritten_in_place()
    {
        var target = _folder.Write("target.csv", new string('x', 100_000));
        File.CreateSymbolicLink(_folder["link.csv"], target);

        await CallAsync("--rows", "500", "-o", _folder["link.csv"]);

        Assert.Equal(target, new FileInfo(_folder["link.csv"]).LinkTarget);
        Assert.Equal(await Samples.BytesAsync(new(500)), await File.ReadAllBytesAsync(target));
    }

    [Fact]
    public async Task A_hyphen_writes_the_rows_to_standard_output_and_nothing_else()
    {
        var shell = new Shell(new());

        var call = await shell.CallAsync("generate", "duff_orders", "--rows", "50", "-o", "-");

        Assert.Equal((0, "", ""), (call.Code, call.Out, call.Error));
        Assert.Equal(await Samples.BytesAsync(new(50)), shell.BinaryOut.ToArray());
    }

    [Theory]
    [InlineData("--rows", "-1")]
    [InlineData("--rows", "many")]
    [InlineData("--bad", "2")]
    [InlineData("--bad", "NaN")]
    [InlineData("--duplicates", "a")]
    [InlineData("--faults", "MissingCell,1")]
    [InlineData("--faults", "none")]
    [InlineData("--quirks", "Guests,Ghosts")]
    public async Task An_invalid_value_is_refused(string option, string value)
    {
        var call = await CallAsync(option, value, "-o", _folder["orders.csv"]);

        Assert.Equal(2, call.Code);
        Assert.Contains($"{option} expects ", call.Error, StringComparison.Ordinal);
        Assert.Contains($"but found '{value}'", call.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["orders.csv"]));
    }

    [Fact]
    public async Task An_unknown_dataset_is_refused_with_the_list_of_datasets()
    {
        var call = await Shell.CallAsync(new(), "generate", "beers", "-o", "-");

        Assert.Equal(2, call.Code);
        Assert.Contains("duff_orders", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_exits_with_4() => Assert.Equal(4, (await CallAsync("-o", _folder["none/orders.csv"])).Code);

    static Task<Call> CallAsync(params string[] arguments) => Shell.CallAsync(new(), ["generate", "duff_orders", .. arguments]);
}
