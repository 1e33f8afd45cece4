using DuffBeer.Core.Contracts;
using DuffBeer.Core.Models;
using DuffBeer.Definitions.Yaml;

namespace DuffBeer.Definitions.Tests.Docs;

public sealed class DescriptionTests
{
    const string Contract = """
        dataset: things
        version: 1
        description: Things.
        source: { prefix: things/ }
        columns:
          - name: id
            type: int64
            description: Id
          - name: size
            type: int32
            description: Size
        derived:
          - name: twice
            type: int64
            is: size * 2
            description: Twice the size

        """;

    [Theory]
    [InlineData("description: Things.\n", "", 1, "'description' is missing")]
    [InlineData("    description: Size\n", "", 9, "'description' is missing")]
    [InlineData("    description: Twice the size\n", "", 13, "'description' is missing")]
    [InlineData("    description: Size\n", "    description: \" \"\n", 11, "a description must say what this is")]
    public void A_contract_without_a_description_is_refused_at_its_place(string described, string instead, int line, string message)
    {
        Assert.Empty(ContractLoader.Load(Contract, "things.yaml").Errors);

        var error = Assert.Single(
            ContractLoader.Load(Contract.Replace(described, instead, StringComparison.Ordinal), "things.yaml").Errors);

        Assert.Equal(("things.yaml", line, message), (error.File, error.Line, error.Message));
    }

    [Theory]
    [InlineData("--\n-- Things.\n", "", 1, "the header has no description: write it below an empty '--' line")]
    [InlineData("--   id int64 Id\n", "--   id int64\n", 5, "expected 'name type description'")]
    public void A_model_without_a_description_is_refused_at_its_place(string described, string instead, int line, string message)
    {
        const string model =
            "-- model: things\n-- grain: id\n-- owner: sales\n-- columns:\n--   id int64 Id\n--\n-- Things.\nSELECT 1 AS id";
        var errors = new List<DefinitionError>();
        SqlModelFile.Read("things.sql", "d", Layer.Core, model, errors);
        Assert.Empty(errors);

        SqlModelFile.Read("things.sql", "d", Layer.Core, model.Replace(described, instead, StringComparison.Ordinal), errors);

        Assert.Contains(
            errors,
            error => error.File == "things.sql" && error.Line == line && error.Message.StartsWith(message, StringComparison.Ordinal));
    }
}
