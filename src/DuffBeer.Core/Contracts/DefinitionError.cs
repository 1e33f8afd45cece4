namespace DuffBeer.Core.Contracts;

/// <summary>One mistake in a definition file.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based.</param>
/// <param name="Message">What was found, and what is allowed.</param>
/// <param name="Key">Path of the key, such as <c>columns[2].type</c>; empty where the whole file is meant, or it has no keys.</param>
public sealed record DefinitionError(string File, int Line, int Column, string Message, string Key = "")
{
    public override string ToString() => $"{File}:{Line}:{Column}: {(Key.Length == 0 ? "" : $"{Key}: ")}{Message}";
}
