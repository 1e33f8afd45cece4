namespace DuffBeer.Core.Models;

/// <summary>A mistake in a definition file, and what to write instead. Line and column are numbers: the first is 1.</summary>
public sealed record DefinitionError(string File, int Line, int Column, string Message)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
