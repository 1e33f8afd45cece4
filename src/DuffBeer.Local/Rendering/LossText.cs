namespace DuffBeer.Local.Rendering;

/// <summary>Marks negative numbers: red on a terminal with colours.</summary>
static class LossText
{
    const string Red = "\u001b[31m";
    const string Usual = "\u001b[39m";

    /// <param name="value">The number as text.</param>
    /// <param name="shown">The same as it is printed, such as with spaces before it.</param>
    public static string Mark(Terminal terminal, string value, string shown) =>
        value.StartsWith('-') && terminal is { OutIsTerminal: true, Colors: true } ? $"{Red}{shown}{Usual}" : shown;
}
