namespace DuffBeer.Parquet.Reading;

/// <summary>Reads integers of a fixed width, and the runs and differences that are made of them.</summary>
static class PackedNumbers
{
    /// <summary>Unpacks integers of a fixed width, lowest bit first.</summary>
    public static void Unpack(ReadOnlySpan<byte> from, int width, Span<ulong> to)
    {
        var at = 0L;
        for (var index = 0; index < to.Length; index++, at += width)
        {
            var (value, bits) = (0UL, 0);
            while (bits < width)
            {
                var place = at + bits;
                var (shift, take) = ((int)(place & 7), Math.Min(8 - (int)(place & 7), width - bits));
                value |= (ulong)((from[(int)(place >> 3)] >> shift) & ((1 << take) - 1)) << bits;
                bits += take;
            }

            to[index] = value;
        }
    }

    /// <summary>Reads Parquet's hybrid of runs and bit-packed groups of eight.</summary>
    public static void ReadRuns(ReadOnlySpan<byte> from, int width, Span<int> to)
    {
        Span<ulong> group = stackalloc ulong[8];
        for (var filled = 0; filled < to.Length;)
        {
            var header = Varints.Read(ref from);
            if ((header & 1) == 0)
            {
                var value = 0;
                for (var octet = 0; octet < (width + 7) / 8; octet++)
                    value |= from[octet] << 8 * octet;
                from = from[((width + 7) / 8)..];
                var run = (int)Math.Min((long)(header >> 1), to.Length - filled);
                to.Slice(filled, run).Fill(value);
                filled += run;
                continue;
            }

            for (var groups = header >> 1; groups > 0; groups--)
            {
                Unpack(from, width, group);
                from = from[width..];
                for (var index = 0; index < group.Length && filled < to.Length; index++)
                    to[filled++] = (int)group[index];
            }
        }
    }

    /// <summary>Reads DELTA_BINARY_PACKED.</summary>
    /// <param name="wrap">Wraps a sum at the width of the column's numbers.</param>
    public static void ReadDeltas(ReadOnlySpan<byte> from, Func<long, long> wrap, Span<long> to)
    {
        var (block, miniBlocks) = ((int)Varints.Read(ref from), (int)Varints.Read(ref from));
        if ((int)Varints.Read(ref from) < to.Length)
            throw new FormatException("A page has fewer differences than values.");
        var value = Varints.Zigzag(ref from);
        if (to.IsEmpty)
            return;
        to[0] = value;
        var steps = new ulong[block / miniBlocks];
        for (var filled = 1; filled < to.Length;)
        {
            var least = Varints.Zigzag(ref from);
            var widths = from[..miniBlocks];
            from = from[miniBlocks..];
            for (var mini = 0; mini < miniBlocks && filled < to.Length; mini++)
            {
                Unpack(from, widths[mini], steps);
                from = from[(widths[mini] * steps.Length / 8)..];
                for (var index = 0; index < steps.Length && filled < to.Length; index++)
                    to[filled++] = value = wrap(unchecked(value + least + (long)steps[index]));
            }
        }
    }
}
