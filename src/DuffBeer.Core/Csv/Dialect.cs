namespace DuffBeer.Core.Csv;

/// <summary>How the bytes of one file are split into cells.</summary>
public sealed record Dialect(byte Delimiter, byte Quote = (byte)'"')
{
    /// <summary>The largest record in bytes, its line break not counted.</summary>
    public const int MaxRecordBytes = 1 << 20;
}
