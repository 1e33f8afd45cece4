using DuffBeer.Core.Contracts;

namespace DuffBeer.Core.Models;

/// <summary>What became of each row of a dataset: a model whose header has <c>fate:</c> says it in <c>row_role</c>.</summary>
/// <param name="By">Columns that the model and the dataset share: rows with equal values are states of one thing.</param>
public sealed record RowFate(string Dataset, IReadOnlyList<string> By, int Line)
{
    /// <summary>The columns that such a model has.</summary>
    public static readonly IReadOnlyList<string> Columns = ["run_id", "run_order", "source_offset", "row_role"];

    internal static RowFate? Read(DefinitionHeader header, ICollection<DefinitionError> errors)
    {
        if (header["fate"] is not { } entry)
            return null;
        var words = entry.Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words is [var dataset, "by", _, ..] && words.All(SqlName.IsValid))
            return new(dataset, words[2..], entry.Line);
        errors.Add(new(header.File, entry.Line, 1, $"'{entry.Value}' is not a fate: expected dataset by column, …"));
        return null;
    }
}
