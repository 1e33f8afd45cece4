using DuffBeer.Local.Generate.Duff;
using DuffBeer.Local.Generate.Restaurant;
using DuffBeer.Local.Generate.Retail;

namespace DuffBeer.Local.Generate;

/// <summary>What a cell holds, and so which faults it can have.</summary>
enum CellKind
{
    Text,

    /// <summary>One of a closed list of values.</summary>
    Choice,
    Identifier,

    /// <summary>A number that must not be negative.</summary>
    Measure,

    /// <summary>A number that may be negative.</summary>
    Amount,

    /// <summary>A date, a time or a truth value.</summary>
    Other,
}

sealed record SampleColumn(string Name, CellKind Kind, bool Required = true);

/// <summary>How much of what a sample file holds.</summary>
/// <param name="Rows">Rows in all, bad ones and duplicates counted, the header not.</param>
/// <param name="Bad">Share of rows with one fault.</param>
/// <param name="Duplicates">Share of rows that repeat one of the rows shortly before, byte for byte.</param>
/// <param name="Changes">Share of rows that bring a newer state of an earlier row, where the dataset knows such.</param>
/// <param name="Faults">Kinds of bad rows; null for all.</param>
/// <param name="Quirks">Null for the dataset's usual ones.</param>
sealed record SampleShape(
    long Rows,
    ulong Seed = 1,
    double Bad = 0.001,
    double Duplicates = 0.01,
    double Changes = 0.02,
    IReadOnlyList<Fault>? Faults = null,
    IReadOnlyList<Quirk>? Quirks = null);

/// <summary>A dataset of which sample data can be made.</summary>
abstract class SampleDataset
{
    public static readonly IReadOnlyList<SampleDataset> All =
    [
        new DuffOrders(), new RetailOrders(), new OrderItems(), new OrderItemOptions(), new DateDim(),
    ];

    const long DefaultRows = 100_000;

    public abstract string Name { get; }

    public abstract IReadOnlyList<SampleColumn> Columns { get; }

    /// <summary>The quirks that its files may have; the unusual ones only where they are asked for.</summary>
    public virtual IReadOnlyList<Quirk> Quirks => [Quirk.CrlfLines];

    /// <summary>The default shape of a file.</summary>
    public virtual SampleShape Usual => new(DefaultRows);

    public IReadOnlySet<Quirk> QuirksOf(SampleShape shape) =>
        (shape.Quirks ?? Quirks).Where(quirk => shape.Quirks is not null || !IsUnusual(quirk)).ToHashSet();

    public static bool IsUnusual(Quirk quirk) => quirk is Quirk.CrlfLines or Quirk.Discounts;

    public abstract ISampleRows Begin(SampleShape shape, SplitMix random);
}

/// <summary>The rows of one file, one after the other, without an end and in bounded memory.</summary>
interface ISampleRows
{
    /// <summary>Adds the cells of the next good row to an empty line.</summary>
    void Next(CsvLine line);
}
