using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;

namespace DuffBeer.Core.Runs.Intake;

/// <summary>A notice that an object is in landing.</summary>
/// <param name="Key">The key in the store, without URL encoding.</param>
/// <param name="Version">The store's version id, if the notice contains one.</param>
/// <param name="Sequencer">Orders the versions of a key: compared as text, the shorter one right-padded with zeros.</param>
public sealed record ObjectNotice(string Bucket, string Key, string? Version = null, string? Sequencer = null);

public enum ReceiptKind
{
    /// <summary>A run of the object version was started or resumed.</summary>
    Started,

    /// <summary>The object version already has a run.</summary>
    Known,

    /// <summary>There is nothing to do.</summary>
    Ignored,

    /// <summary>The notice is stored, and its run is started in a moment.</summary>
    Queued,
}

/// <param name="Run">Null if the notice was ignored.</param>
/// <param name="Reason">Why the notice was ignored; null if it was not.</param>
public sealed record Receipt(ReceiptKind Kind, RunRecord? Run, string? Reason = null);

/// <summary>
/// Turns notices of objects (by an event, by hand or from a listing) into runs: one per object version, however often it is noticed.
/// </summary>
public sealed class ObjectIntake(Stores stores, RunRecords runs, RunStarts starts, DatasetCatalog datasets, IRunOrchestrator orchestrator)
{
    /// <summary>
    /// Whether the failure is the notice's own, so that no retry makes a run of it. Any other failure is trouble of the installation.
    /// </summary>
    public static bool IsOfNotice(RunException failure) => failure is TerminalException
    {
        Code: ProblemCode.BadRequest or ProblemCode.UnknownDataset or ProblemCode.SourceMissing or ProblemCode.SourceChanged
            or ProblemCode.NotFound,
    };

    /// <summary>An intake that collects what it starts, until the caller starts all of it at once.</summary>
    public (ObjectIntake Intake, StartsTogether Starts) Together()
    {
        var together = new StartsTogether(orchestrator);
        return (new(stores, runs, starts, datasets, together), together);
    }

    /// <summary>Handles an event. A late copy of an event does not restart a run that has ended, successfully or not.</summary>
    public async Task<Receipt> NoticeAsync(ObjectNotice notice, CancellationToken cancellationToken)
    {
        if (notice.Bucket != stores.Bucket)
            return Ignored($"The notice names the bucket '{notice.Bucket}'; the landing bucket is '{stores.Bucket}'.");
        if (datasets.ForKey(notice.Key) is not { } dataset)
            return Ignored("No contract matches the key.");
        if (await FindAsync(notice, cancellationToken) is not { } source)
            return Ignored("The object no longer exists.");

        return await ReceiveAsync(dataset, source, notice.Sequencer, cancellationToken);
    }

    /// <summary>Starts a run by hand; one that failed, was terminated or was retired runs again.</summary>
    /// <param name="dataset">Null to select the dataset whose contract matches the key.</param>
    /// <param name="asVersion">The contract version to read it by; null for the one that fits.</param>
    /// <exception cref="TerminalException"><c>BadRequest</c>, <c>UnknownDataset</c> or <c>SourceMissing</c>.</exception>
    public async Task<Receipt> StartAsync(
        ObjectNotice notice, string? dataset, CancellationToken cancellationToken, int? asVersion = null)
    {
        if (notice.Bucket != stores.Bucket)
            throw new TerminalException(ProblemCode.BadRequest, $"The landing bucket is '{stores.Bucket}', not '{notice.Bucket}'.");
        var contract = (dataset is null ? datasets.ForKey(notice.Key) : datasets.Find(dataset))
            ?? throw new TerminalException(
                ProblemCode.UnknownDataset,
                (dataset is null
                    ? $"No contract matches the key '{notice.Key}'."
                    : $"There is no dataset '{dataset}'.{LikelyName.Hint(dataset, datasets.All.Select(known => known.Name))}")
                    + $" The datasets are {string.Join(", ", datasets.All.Select(known => known.Name))}.");
        var source = await FindAsync(notice, cancellationToken)
            ?? throw new TerminalException(ProblemCode.SourceMissing, $"There is no object '{notice.Key}' in '{notice.Bucket}'.");

        var receipt = await ReceiveAsync(contract, source, notice.Sequencer, cancellationToken, asVersion);
        if (receipt is not { Kind: ReceiptKind.Known, Run: { Status: not (RunStatus.Running or RunStatus.Suspended) } run }
            || (run.Status == RunStatus.Completed && !run.Retired && (asVersion ?? run.ContractVersion) == run.ContractVersion))
            return receipt;
        var again = await starts.AgainAsync(run, cancellationToken, asVersion);
        await orchestrator.StartAsync(again.Id, again.Attempt, cancellationToken);
        return new(ReceiptKind.Started, again);
    }

    /// <summary>Finds or creates the run of an object version and ensures that it is under way.</summary>
    public async Task<Receipt> ReceiveAsync(
        DatasetContract dataset,
        ObjectStat source,
        string? sequencer,
        CancellationToken cancellationToken,
        int? asVersion = null)
    {
        if (await runs.FindAsync(RunStarts.IdOf(dataset, stores.Bucket, source), cancellationToken) is { } known)
            return await KnownAsync(known, cancellationToken);
        if (!await orchestrator.HasRoomAsync(cancellationToken))
            throw new TransientException(ProblemCode.Overloaded, "Too many runs are waiting. Try again in a few seconds.");

        var version = datasets.FindAt(dataset.Name, source.LastModified)!;
        var start = await starts.ForAsync(version, stores.Bucket, source, cancellationToken, sequencer, asVersion: asVersion);
        await orchestrator.StartAsync(start.Record.Id, start.Record.Attempt, cancellationToken);
        return new(start.Kind == StartKind.New ? ReceiptKind.Started : ReceiptKind.Known, start.Record);
    }

    /// <summary>An open run that no orchestrator is executing was interrupted: it goes on.</summary>
    async Task<Receipt> KnownAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.Status != RunStatus.Running || await orchestrator.IsActiveAsync(run.Id, run.Attempt, cancellationToken))
            return new(ReceiptKind.Known, run);
        // It may have ended between the two questions.
        run = await runs.GetAsync(run.Id, cancellationToken);
        if (run.Status != RunStatus.Running)
            return new(ReceiptKind.Known, run);
        await orchestrator.StartAsync(run.Id, run.Attempt, cancellationToken);
        return new(ReceiptKind.Started, run);
    }

    /// <summary>
    /// The version that the notice names, or else the newest: the event of a deleted version still shows that the key has changed.
    /// </summary>
    async Task<ObjectStat?> FindAsync(ObjectNotice notice, CancellationToken cancellationToken) =>
        (notice.Version is { } version ? await stores.Landing.StatAsync(notice.Key, version, cancellationToken) : null)
        ?? await stores.Landing.StatAsync(notice.Key, cancellationToken);

    static Receipt Ignored(string reason) => new(ReceiptKind.Ignored, null, reason);
}
