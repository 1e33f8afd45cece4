namespace DuffBeer.Core.Models.UnitTests;

/// <summary>A unit test of one model: rows of what it reads, and the rows that it must then have.</summary>
/// <param name="File">Path of the file, for messages.</param>
public sealed record ModelTest(string File, string Model, string Description)
{
    /// <summary>Sets the setting <c>as_of</c>, and is the row of <c>&lt;domain&gt;_as_of</c> where the model reads that.</summary>
    public TestCell? AsOf { get; init; }

    public IReadOnlyDictionary<string, TestCell> Settings { get; init; } = new Dictionary<string, TestCell>();

    /// <summary>Model or dataset → its rows; what is not named has none.</summary>
    public IReadOnlyDictionary<string, TestInput> Given { get; init; } = new Dictionary<string, TestInput>();

    /// <summary>Only the columns that a row names are compared.</summary>
    public IReadOnlyList<TestRow> Expected { get; init; } = [];
}

/// <param name="Line">Where the file names the input; 1-based.</param>
public sealed record TestInput(int Line, IReadOnlyList<TestRow> Rows);

/// <param name="Line">Where the row is in the file; 1-based.</param>
public sealed record TestRow(int Line, IReadOnlyDictionary<string, TestCell> Cells);

/// <param name="Text">Null for a null.</param>
/// <param name="Line">1-based, like <paramref name="Column"/>.</param>
public sealed record TestCell(string? Text, int Line, int Column);

/// <summary>A difference between the expected rows and those found.</summary>
/// <param name="Line">The line of the test's file that it is about.</param>
public sealed record TestDifference(int Line, string Text);

/// <param name="Differences">None if the test passed.</param>
/// <param name="Seconds">How long the model took.</param>
public sealed record ModelTestResult(ModelTest Test, IReadOnlyList<TestDifference> Differences, double Seconds)
{
    public bool Passed => Differences.Count == 0;
}
