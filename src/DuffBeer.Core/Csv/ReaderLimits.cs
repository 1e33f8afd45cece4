namespace DuffBeer.Core.Csv;

/// <summary>Sizes in bytes that tests make small, so that every border is met.</summary>
/// <param name="MaxRecord">The largest unit, its line break not counted.</param>
/// <param name="Block">What is held at once, at least 2; by default a little less than an array of the pool, which also holds a line feed before and <see cref="RecordBlock.Slack"/> behind.</param>
/// <param name="Overrun">How far behind the end of the range the last fetch reaches at first.</param>
/// <param name="Evidence">The most that one record may take of a guess.</param>
readonly record struct ReaderLimits(int MaxRecord, int Block, int Overrun, int Evidence)
{
    public static readonly ReaderLimits Default =
        new(Dialect.MaxRecordBytes, Block: (512 << 10) - 1 - RecordBlock.Slack, Overrun: 4 << 10, Evidence: 64 << 10);
}
