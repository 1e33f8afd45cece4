using DuffBeer.Local.Generate.Duff;
using DuffBeer.Local.Generate.Restaurant;
using DuffBeer.Local.Generate.Retail;

namespace DuffBeer.Local.Generate;

/// <summary>The kind of a cell, which determines its possible faults.</summary>
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

    /// <summary>A date, a time or a boolean.</summary>
    Other,
}

sealed record SampleColumn(string Name, CellKind Kind, bool Required = true);

/// <summary>The contents of a sample file.</summary>
/// <param name="Rows">All rows, with bad ones and duplicates, without the header.</param>
/// <param name="Bad">Share of rows with one fault.</param>
/// <param name="Duplicates">Share of rows that repeat one of the rows shortly before, byte for byte.</param>
/// <param name="Changes">Share of rows with a newer state of an earlier row, if the dataset has such.</param>
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

/// <summary>A dataset with sample data.</summary>
abstract class SampleDataset
{
    public static readonly IReadOnlyList<SampleDataset> All =
    [
        new DuffOrders(), new RetailOrders(), new OrderItems(), new OrderItemOptions(), new DateDim(), new RestaurantLocations(),
    ];

    const long DefaultRows = 100_000;

    public abstract string Name { get; }

    public abstract IReadOnlyList<SampleColumn> Columns { get; }

    /// <summary>The quirks that its files may have; unusual ones only on request.</summary>
    public virtual IReadOnlyList<Quirk> Quirks => [Quirk.CrlfLines];

    /// <summary>The default shape of a file.</summary>
    public virtual SampleShape Usual => new(DefaultRows);

    public IReadOnlySet<Quirk> QuirksOf(SampleShape shape) =>
        (shape.Quirks ?? Quirks).Where(quirk => shape.Quirks is not null || !IsUnusual(quirk)).ToHashSet();

    public static bool IsUnusual(Quirk quirk) => quirk is Quirk.CrlfLines or Quirk.Discounts;

    public abstract ISampleRows Begin(SampleShape shape, SplitMix random);
}

/// <summary>The rows of one file, one after the other, without end and in bounded memory.</summary>
interface ISampleRows
{
    /// <summary>Adds the cells of the next valid row to an empty line.</summary>
    void Next(CsvLine line);
}
