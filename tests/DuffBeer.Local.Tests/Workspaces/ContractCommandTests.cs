using System.Text.Json;

namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>Contracts of and for other programs, from the command line.</summary>
public sealed class ContractCommandTests : IDisposable
{
    readonly OwnProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task An_export_that_is_imported_is_used_like_the_original()
    {
        var export = await _project.CallAsync("contract", "export", "retail_orders");
        _project.Write("retail.odcs.yaml", export.Out);

        var import = await _project.CallAsync("contract", "import", _project["retail.odcs.yaml"], _project["mine"]);
        var again = await _project.CallAsync("contract", "import", _project["retail.odcs.yaml"], _project["mine"]);
        var check = await _project.CallAsync("check", "--definitions", _project["mine"]);

        Assert.True((export.Code, import.Code, check.Code) == (0, 0, 0), export.Error + import.Error + check.Error);
        Assert.Contains("/landing/retail/orders/\n", export.Out, StringComparison.Ordinal);
        Assert.Contains("0 guessed", import.Out, StringComparison.Ordinal);
        Assert.Equal(2, again.Code);
        Assert.Contains("exists already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_says_what_became_of_each_line()
    {
        _project.Write("shop.json", """
            {"apiVersion": "v3.1.0", "kind": "DataContract", "id": "shop", "version": "1.0.0", "status": "active",
             "price": {"priceAmount": 1},
             "schema": [{"name": "sales", "properties": [{"name": "Sale Id", "logicalType": "integer"}]}]}
            """);

        var text = await _project.CallAsync("contract", "import", _project["shop.json"], _project["one"]);
        var json = await _project.CallAsync("contract", "import", _project["shop.json"], _project["two"], "--json");

        Assert.Contains($"{_project["shop.json"]}:2: LEFT OUT price: a contract has no price\n", text.Out, StringComparison.Ordinal);
        Assert.Contains($"{_project["shop.json"]}:3: taken    schema[0].properties[0].name: column sale_id: int64\n", text.Out,
            StringComparison.Ordinal);
        Assert.Contains("does not say how large the numbers are, so int64\n", text.Out, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(json.Out);
        Assert.Equal(_project["two/contracts/sales.yaml"], answer.RootElement.GetProperty("files")[0].GetString());
        Assert.Equal("LeftOut", answer.RootElement.GetProperty("notes")[0].GetProperty("kind").GetString());
        Assert.Equal(
            await File.ReadAllTextAsync(_project["one/contracts/sales.yaml"]),
            await File.ReadAllTextAsync(_project["two/contracts/sales.yaml"]));
    }

    [Theory]
    [InlineData("'duff_order'; did you mean 'duff_orders'?", "contract", "export", "duff_order")]
    [InlineData("duff_orders has no version 7; it has 1.", "contract", "export", "duff_orders", "--as-version", "7")]
    [InlineData("missing.yaml", "contract", "import", "missing.yaml")]
    [InlineData("'duffbeer contract import' makes a contract", "init", "--from", "SHOP")]
    public async Task A_mistake_names_what_to_do(string expected, params string[] command)
    {
        _project.Write("shop.yaml", "kind: DataContract");

        var result = await _project.CallAsync(
            [.. command.Select(word => word == "SHOP" ? _project["shop.yaml"] : word)]);

        Assert.NotEqual(0, result.Code);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }
}
