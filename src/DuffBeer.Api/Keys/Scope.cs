namespace DuffBeer.Api.Keys;

/// <summary>What a key allows.</summary>
public enum Scope
{
    /// <summary>Read access: reports, runs, datasets, models.</summary>
    Report,

    /// <summary>Control of runs, refreshes and snapshots; rejected rows.</summary>
    Operate,

    /// <summary>Sending events of objects, and starting runs of objects.</summary>
    Ingest,
}
