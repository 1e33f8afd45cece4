using DuffBeer.Core.Contracts;
using DuffBeer.Core.Csv;
using DuffBeer.Core.Rows;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Batches;

/// <summary>A file that was read in a batch, with its rows in memory.</summary>
/// <param name="Run">The rows are not decided yet.</param>
/// <param name="Shape">Null if the source could not be inspected.</param>
/// <param name="Contract">The version that reads it; null if the source could not be inspected.</param>
/// <param name="Rows">Null without data.</param>
sealed record SmallFile(BatchedRun Run, FileShape? Shape, DatasetContract? Contract, RowBatcher? Rows) : IDisposable
{
    public void Dispose() => Rows?.Dispose();
}
