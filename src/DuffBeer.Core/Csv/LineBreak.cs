namespace DuffBeer.Core.Csv;

/// <summary>CR LF, LF, or CR alone.</summary>
static class LineBreak
{
    public const byte Lf = (byte)'\n';
    public const byte Cr = (byte)'\r';

    /// <summary>Length of the line break at an index, 0 at the end of the bytes; null if that depends on the next byte.</summary>
    public static int? LengthAt(ReadOnlySpan<byte> bytes, int index, bool endOfFile)
    {
        if (index == bytes.Length)
            return 0;
        if (bytes[index] == Lf)
            return 1;
        if (index + 1 == bytes.Length)
            return endOfFile ? 1 : null;
        return bytes[index + 1] == Lf ? 2 : 1;
    }

    public static int IndexIn(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Lf, Cr);
}
