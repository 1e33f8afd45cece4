namespace DuffBeer.Core.Rows;

/// <summary>Settings that all rows of one chunk share.</summary>
/// <param name="ProcessingDate">UTC date of the run's first attempt: <c>processing_date()</c>.</param>
/// <param name="HashKey">Secret of <c>keyed_hash</c>; required by contracts that use it.</param>
/// <param name="MaxPartitions">Partitions beyond which the run fails.</param>
public sealed record RowSettings(string RunId, DateOnly ProcessingDate, byte[]? HashKey = null, int MaxPartitions = 200);
