namespace DuffBeer.Core.Contracts;

/// <summary>Compression of a part's pages. The names are stored in run plans, so they are never renamed.</summary>
public enum PartCodec
{
    /// <summary>The fastest; every reader supports it.</summary>
    Snappy,

    /// <summary>Compresses much better at half the speed; not every reader supports it, and Athena does not.</summary>
    Brotli,

    /// <summary>No compression.</summary>
    Uncompressed,
}

/// <summary>The names of codecs in contracts and settings.</summary>
public static class PartCodecs
{
    public static IReadOnlyList<PartCodec> All { get; } = Enum.GetValues<PartCodec>();

    extension(PartCodec codec)
    {
        /// <summary>Such as <c>brotli</c>.</summary>
        public string Word => codec.ToString().ToLowerInvariant();
    }

    /// <summary>Null if no codec has the name.</summary>
    public static PartCodec? Find(string name)
    {
        foreach (var codec in All)
        {
            if (codec.Word == name)
                return codec;
        }

        return null;
    }

    /// <summary>For messages: <c>snappy, brotli, uncompressed</c>.</summary>
    public static string List(IEnumerable<PartCodec> codecs) => string.Join(", ", codecs.Select(codec => codec.Word));
}
