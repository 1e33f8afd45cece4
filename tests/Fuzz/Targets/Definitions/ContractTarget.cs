using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml;
using DuffBeer.Fuzz.Engine;

namespace DuffBeer.Fuzz.Targets.Definitions;

/// <summary>A contract's file: a contract or mistakes with their places, and a contract survives being written and read again.</summary>
sealed class ContractTarget() : FuzzTarget("contract")
{
    public override void Read(byte[] input)
    {
        var loaded = ContractLoader.Load(Encoding.UTF8.GetString(input), "contracts/bookings.yaml");
        Hold(loaded.Contract is null == loaded.Errors.Count > 0, "a contract or mistakes, never both");
        HoldPlaces(loaded.Errors);
        if (loaded.Contract is { } contract)
            HoldAgain(contract);
    }

    /// <summary>Every mistake has a place in the file.</summary>
    public static void HoldPlaces(IEnumerable<DefinitionError> errors) =>
        Hold(errors.All(error => error is { Line: >= 1, Column: >= 1, Message.Length: > 0 }), "every mistake has a line and a column");

    static void HoldAgain(DatasetContract contract)
    {
        var text = YamlText.Write(ContractTree.Of(contract));
        var again = ContractLoader.Load(text, "contracts/bookings.yaml");
        Hold(again.Contract is not null, "what is written of a contract is a contract");
        Hold(text == YamlText.Write(ContractTree.Of(again.Contract!)), "a contract stays the same when it is written and read");
    }
}
