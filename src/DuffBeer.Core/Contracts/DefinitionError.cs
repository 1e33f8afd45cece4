namespace DuffBeer.Core.Contracts;

/// <summary>One mistake in a definition file: what was found, and what to write instead. Line and column are 1-based.</summary>
/// <param name="Key">Path of the key in a contract, such as <c>columns[2].type</c>; empty for the whole file or a line of SQL.</param>
public sealed record DefinitionError(string File, int Line, int Column, string Message, string Key = "")
{
    public override string ToString() => $"{File}:{Line}:{Column}: {(Key.Length == 0 ? "" : $"{Key}: ")}{Message}";
}
