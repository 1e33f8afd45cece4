using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Intake;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Composition;

/// <summary>Everything that starts, controls and recovers runs over one installation's ports, shared by all hosts.</summary>
/// <param name="events">Announces the end of a run that has no other announcement.</param>
/// <param name="packs">Takes the rows of a retired run out of files that it shares; null where no lake has such files.</param>
public sealed class CoreRuns(
    Stores stores, DatasetCatalog datasets, Func<IEventPublisher> events, IOpenTables tables, TimeProvider time,
    IPackRewriter? packs = null)
{
    public RunRecords Records { get; } = new(stores.Lake, time);

    public RunStarts Starts => new(Records, Settlement, datasets, time);

    /// <summary>What is published.</summary>
    public DatasetManifests Manifests { get; } = new(stores.Lake, time, packs: packs);

    public RunRetirement Retirement => new(Records, Settlement);

    public RunCorrections Corrections => new(stores.Lake, Records, Starts, datasets, time);

    /// <summary>Which runs are ingested together.</summary>
    public RunBatches Batches => new(stores.Lake, Records, datasets);

    public PendingNotices Pending => new(stores.Lake);

    /// <summary>The tables for other engines, which follow what is published.</summary>
    public PublishedTables Tables => new(stores.Lake, Records, datasets, tables);

    AttemptSettlement Settlement => new(Manifests, Records, new PartCleanup(stores.Lake), events, Tables, time);

    public ObjectIntake Intake(IRunOrchestrator orchestrator) => new(stores, Records, Starts, datasets, orchestrator);

    public RunControl Control(IRunOrchestrator orchestrator) => new(Records, Starts, Settlement, orchestrator);

    public Recovery Recovery(IRunOrchestrator orchestrator) =>
        new(stores, Records, Starts, Settlement, Intake(orchestrator), Pending, datasets, Tables, orchestrator, time);
}
