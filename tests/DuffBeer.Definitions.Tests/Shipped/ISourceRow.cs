namespace DuffBeer.Definitions.Tests.Shipped;

/// <summary>One accepted row of a dataset, with what a run adds to it.</summary>
interface ISourceRow
{
    string Dataset { get; }

    /// <summary>The row as a SELECT of the contract's stored columns.</summary>
    string ToSelect(string run, int offset);
}
