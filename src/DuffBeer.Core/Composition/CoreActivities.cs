using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;
using DuffBeer.Core.Runs;

namespace DuffBeer.Core.Composition;

/// <summary>Every activity of the core over one installation's ports: made here, so that all hosts run the same.</summary>
/// <remarks>Each is made when it is called: an ingest alone reads no SQL and starts no engine.</remarks>
public sealed class CoreActivities(CoreParts parts)
{
    readonly RunRecords _runs = new(parts.Stores.Lake, parts.Time);
    readonly Snapshots _snapshots = new(parts.Stores.Lake);
    readonly AttemptParts _attempts = new(parts.Stores.Lake);
    readonly Cores _cores = new(parts.Settings.Workers);
    readonly RefreshAsks _asks = new(parts.Stores.Lake, parts.Time);

    public IActivity<IngestFile.Input, IngestFile.Inspection> Inspect => new InspectSource(parts.Stores, _runs, parts.Datasets, parts.Settings);
    public IActivity<IngestFile.ChunkInput, Chunks.ChunkBorders> Transform => new TransformChunk(parts.Stores, parts.Writer, _runs, parts.Datasets, parts.Settings, _cores);
    public IActivity<IngestFile.Input, RowLedger> Judge => new JudgeRun(Lake, _runs, _attempts, parts.Datasets, parts.Settings);
    public IActivity<IngestFile.Input, bool> Count => new CountRows(parts.Stores, _runs);
    public IActivity<IngestFile.Input, bool> Publish => new PublishRun(Lake, _runs, parts.Datasets, parts.Time);
    public IActivity<IngestFile.Ending, bool> Conclude => new ConcludeRun(_runs, _attempts, parts.Events());

    public IActivity<RefreshModels.Input, RefreshModels.Planned> Plan => new PlanRefresh(Lake, Published, _snapshots, parts.Models());
    public IActivity<RefreshModels.ModelInput, long> Build =>
        new BuildModel(Refresh, parts.Engine(), new EstimatedParts(parts.Engine(), parts.Writer, Lake), parts.Models(), _cores, parts.Time);
    public IActivity<RefreshModels.ModelInput, int> Audit => new AuditModel(Refresh, parts.Engine(), parts.Models(), _cores);
    public IActivity<RefreshModels.Input, bool> Swap => new SwapSnapshot(Refresh, _snapshots, parts.Engine(), parts.Models(), parts.Time);
    public IActivity<RefreshModels.Input, bool> Catalog => Point;
    public IActivity<RefreshModels.ExportInput, IReadOnlyList<string>> Export =>
        new ExportReports(_snapshots, new(parts.Engine(), parts.Models()), parts.Reports(), Lake);

    public IActivity<string, RefreshTurn?> TakeRefresh => new TakeRefresh(_asks);
    public IActivity<RefreshEnding, bool> EndRefresh => new EndRefresh(_asks);

    /// <summary>Points the catalog at what readers see, outside of a refresh.</summary>
    public PointCatalog Point => new(Published, _snapshots, parts.Catalog(), parts.Models());

    IObjectStore Lake => parts.Stores.Lake;

    PublishedParts Published => new(Lake, _runs);

    // One for all: it keeps the plan of the refresh under way.
    RefreshScope Refresh => field ??= new(Lake, _snapshots, parts.Models());
}
