using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Local.Wiring;

/// <summary>The steps of an erasure that commands and servers do in their own ways. Each ends when it is done, or throws.</summary>
interface IForgetSteps
{
    /// <summary>Ingests attempts that have begun.</summary>
    Task IngestAsync(IReadOnlyList<RunRecord> begun, CancellationToken cancellationToken);

    /// <summary>Refreshes the models.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);
}
