using DuffBeer.Core.Models;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Verify;

/// <summary>The result of an attempt, from a document of its own or from that of its batch.</summary>
/// <param name="Key">The document.</param>
/// <param name="Pack">The pack that the batch wrote the rows to; null if the attempt wrote files of its own.</param>
sealed record JudgedAttempt(string Key, RunResult Result, bool IsSealed, bool IsBatched, RunPack? Pack = null);
