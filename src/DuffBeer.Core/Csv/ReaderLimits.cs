namespace DuffBeer.Core.Csv;

/// <summary>Sizes in bytes that tests make small, so that every border case occurs.</summary>
/// <param name="MaxRecord">The largest unit, its line break not counted.</param>
/// <param name="Block">Bytes held at a time, at least 2; by default a little less than a pooled array, which also has a line feed before
/// and <see cref="RecordBlock.Slack"/> bytes after.</param>
/// <param name="Overrun">How far the last fetch first reaches beyond the end of the range.</param>
/// <param name="Evidence">The most bytes of one record that a guess reads.</param>
readonly record struct ReaderLimits(int MaxRecord, int Block, int Overrun, int Evidence)
{
    public static readonly ReaderLimits Default =
        new(Dialect.MaxRecordBytes, Block: (512 << 10) - 1 - RecordBlock.Slack, Overrun: 4 << 10, Evidence: 64 << 10);
}
