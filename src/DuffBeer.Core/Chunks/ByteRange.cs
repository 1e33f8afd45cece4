namespace DuffBeer.Core.Chunks;

/// <summary>Bytes [<paramref name="Start"/>, <paramref name="End"/>) of a file; an end of <see cref="long.MaxValue"/> is the file's end, wherever that is.</summary>
public sealed record ByteRange(long Start, long End);
