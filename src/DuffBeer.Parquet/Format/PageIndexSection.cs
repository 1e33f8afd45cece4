using System.Buffers;

namespace DuffBeer.Parquet.Format;

/// <summary>The offsets of a column chunk's page index in the file.</summary>
readonly record struct PageIndexPlace(long Bounds, long Locations);

/// <summary>All page indexes of a file, between its last row group and its footer: first all bounds, then all locations.</summary>
static class PageIndexSection
{
    /// <param name="offset">The section's offset in the file.</param>
    /// <returns>The offsets, by row group and column.</returns>
    public static PageIndexPlace[][] Write(IBufferWriter<byte> to, IReadOnlyList<ColumnChunk[]> rowGroups, long offset)
    {
        var places = rowGroups.Select(group => new PageIndexPlace[group.Length]).ToArray();
        for (var group = 0; group < places.Length; group++)
        {
            for (var column = 0; column < places[group].Length; column++)
                places[group][column] = new(Append(rowGroups[group][column].Pages.Bounds), default);
        }

        for (var group = 0; group < places.Length; group++)
        {
            for (var column = 0; column < places[group].Length; column++)
                places[group][column] = places[group][column] with { Locations = Append(rowGroups[group][column].Pages.Locations) };
        }

        return places;

        long Append(byte[] bytes)
        {
            to.Write(bytes);
            offset += bytes.Length;
            return offset - bytes.Length;
        }
    }
}
