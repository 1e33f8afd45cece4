namespace DuffBeer.Core.Contracts;

/// <summary>How the pages of a part are packed. The names are stored in the plans of runs, so they are never renamed.</summary>
public enum PartCodec
{
    /// <summary>The fastest; every reader knows it.</summary>
    Snappy,

    /// <summary>Packs much better at half the speed; not every reader knows it, Athena does not.</summary>
    Brotli,

    /// <summary>Not at all.</summary>
    Uncompressed,
}

/// <summary>The names by which contracts and settings call the codecs.</summary>
public static class PartCodecs
{
    public static IReadOnlyList<PartCodec> All { get; } = Enum.GetValues<PartCodec>();

    extension(PartCodec codec)
    {
        /// <summary>Such as <c>brotli</c>.</summary>
        public string Word => codec.ToString().ToLowerInvariant();
    }

    /// <summary>Null where no codec has the name.</summary>
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
