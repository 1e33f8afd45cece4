using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

public enum TextEncoding { Utf8, Utf16LittleEndian, Utf16BigEndian, Windows1252, Latin1 }

/// <summary>The conversion from an object's bytes to UTF-8.</summary>
public sealed record SourceCoding(bool Gzip, TextEncoding Encoding)
{
    /// <summary>Whether the object's bytes are UTF-8 already, so that it can be read in chunks.</summary>
    public bool IsPlain => this is { Gzip: false, Encoding: TextEncoding.Utf8 };

    /// <summary>The source as UTF-8; the result owns the source.</summary>
    public IByteSource Open(IByteSource source) => IsPlain ? source : new DecodedSource(source, this);
}
