namespace DuffBeer.Core.Rows;

/// <summary>What the rows of one chunk have in common besides their contract.</summary>
/// <param name="ProcessingDate">UTC date of the run's first attempt: <c>processing_date()</c>.</param>
/// <param name="HashKey">Secret of <c>keyed_hash</c>; a contract that uses it does not run without.</param>
/// <param name="MaxPartitions">Partitions beyond which the run fails.</param>
public sealed record RowSettings(string RunId, DateOnly ProcessingDate, byte[]? HashKey = null, int MaxPartitions = 200);
