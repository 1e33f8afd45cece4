using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Csv;

/// <summary>Guesses where the first unit of a chunk starts, from the bytes near the chunk's start only.</summary>
/// <remarks>
/// A line start is a boundary unless it is inside quotes. So there are two hypotheses, and the one whose next records look more like
/// records of this file wins. A wrong guess costs a second read of the chunk; no guess is trusted without proof.
/// </remarks>
public static class BoundaryGuess
{
    const int Records = 32;

    /// <param name="columnCount">Cells of the header.</param>
    /// <param name="a">First offset of the chunk, at least 1.</param>
    /// <param name="b">Offset after the chunk.</param>
    /// <returns>An offset in [a, b); null if no line starts in it.</returns>
    public static ValueTask<long?> GuessAsync(
        IByteSource source, Dialect dialect, int columnCount, long a, long b, CancellationToken cancellationToken) =>
        GuessAsync(source, dialect, columnCount, a, b, ReaderLimits.Default, cancellationToken);

    internal static async ValueTask<long?> GuessAsync(
        IByteSource source, Dialect dialect, int columnCount, long a, long b, ReaderLimits limits, CancellationToken cancellationToken)
    {
        using var buffer = new ForwardBuffer(source, a - 1, limits.Evidence);
        await buffer.SkipLineAsync(keep: 0, limits.Evidence, b, cancellationToken);
        var lineStart = buffer.StartOffset;
        if (lineStart >= b)
            return null;

        var evidence = new Evidence(buffer, dialect, columnCount, limits);
        if (await evidence.EndOfQuotedAsync(cancellationToken) is not { } quotedLength || lineStart + quotedLength >= b)
            return lineStart;

        var outside = await evidence.FaultsAsync(0, cancellationToken);
        var inside = await evidence.FaultsAsync(quotedLength, cancellationToken);
        return inside < outside ? lineStart + quotedLength : lineStart;
    }

    /// <summary>What follows a line start, as far as it was read.</summary>
    sealed class Evidence(ForwardBuffer buffer, Dialect dialect, int columnCount, ReaderLimits limits)
    {
        readonly CellEnds _cells = new();

        /// <summary>Bytes up to the end of the record if the line start is inside quotes; null if that is impossible.</summary>
        public async ValueTask<int?> EndOfQuotedAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                var length = UnitSplitter.EndOfQuoted(buffer.Unread, buffer.AtEndOfFile, dialect, limits.MaxRecord, out var needsMore);
                if (!needsMore)
                    return length;
                await buffer.FillAsync(limits.Evidence, cancellationToken);
            }
        }

        /// <summary>How many of the next records do not look like this file's records.</summary>
        public async ValueTask<int> FaultsAsync(int from, CancellationToken cancellationToken)
        {
            var (faults, records) = (0, 0);
            for (var end = from + (Records * limits.Evidence); records < Records && from < end;)
            {
                var unit = UnitSplitter.Split(buffer.Unread[from..], buffer.AtEndOfFile, dialect, limits.Evidence, _cells);
                if (unit.Extent == UnitExtent.NeedsMore)
                {
                    if (buffer.AtEndOfFile)
                        break;
                    await buffer.FillAsync(limits.Evidence, cancellationToken);
                    continue;
                }

                if (unit.Kind != UnitKind.Blank)
                {
                    records++;
                    if (unit.Kind == UnitKind.Fault || unit.HasStrayQuote || _cells.Count != columnCount)
                        faults++;
                }

                if (unit.Extent == UnitExtent.LineGoesOn)
                    break;
                from += unit.Length + unit.BreakLength;
            }

            return faults;
        }
    }
}
