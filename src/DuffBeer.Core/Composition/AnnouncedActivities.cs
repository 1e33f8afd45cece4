using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Composition;

/// <summary>Announces what activities begin and end, besides the end of a run, which its last activity announces.</summary>
sealed class AnnouncedActivities(Func<IEventPublisher> events, Func<ModelDefinitions> models, RefreshRecords refreshes)
{
    /// <summary>The first activity of a run's attempt.</summary>
    public IActivity<IngestFile.Input, T> StartOfRun<T>(IActivity<IngestFile.Input, T> activity) => Of(
        activity, before: (attempt, stop) => RunAnnouncement.StartedAsync(events(), attempt, stop));

    /// <summary>The first activity of a refresh.</summary>
    public IActivity<RefreshModels.Input, T> StartOfRefresh<T>(IActivity<RefreshModels.Input, T> activity) => Of(
        activity, before: (refresh, stop) => RefreshAnnouncement.StartedAsync(events(), refresh, stop));

    public IActivity<RefreshEnding, bool> EndOfRefresh(IActivity<RefreshEnding, bool> activity) => Of(
        activity,
        after: async (ending, _, stop) =>
        {
            if (await refreshes.FindAsync(ending.Request, stop) is { } record)
                await RefreshAnnouncement.EndedAsync(events(), record, stop);
        });

    public IActivity<RefreshModels.ModelsInput, long> Build(IActivity<RefreshModels.ModelsInput, long> activity) => Of(
        activity,
        (some, stop) => RefreshAnnouncement.ModelsAsync(events(), Announcement.ModelsStarted, some, null, stop),
        (some, _, stop) => RefreshAnnouncement.ModelsAsync(events(), Announcement.ModelsBuilt, some, null, stop),
        (some, problem, stop) => RefreshAnnouncement.ModelsAsync(events(), Announcement.ModelsFailed, some, problem, stop));

    public IActivity<RefreshModels.ModelsInput, RefreshModels.Audited> Audit(
        IActivity<RefreshModels.ModelsInput, RefreshModels.Audited> activity) => Of(
        activity,
        after: (some, audited, stop) => RefreshAnnouncement.AuditedAsync(
            events(), some,
            AuditsOf(some).Where(audit => audited.Warnings.Any(found => found.StartsWith(audit.Description, StringComparison.Ordinal))),
            null, stop),
        failed: (some, problem, stop) => RefreshAnnouncement.AuditedAsync(
            events(), some,
            AuditsOf(some).Where(audit => problem.Message.Contains($"the audit {audit.Name} (", StringComparison.Ordinal)),
            problem, stop));

    IEnumerable<Audit> AuditsOf(RefreshModels.ModelsInput some) => models().Audits.Where(audit => some.Models.Contains(audit.Model));

    static Announced<TInput, TOutput> Of<TInput, TOutput>(
        IActivity<TInput, TOutput> activity,
        Func<TInput, CancellationToken, Task>? before = null,
        Func<TInput, TOutput, CancellationToken, Task>? after = null,
        Func<TInput, Problem, CancellationToken, Task>? failed = null) => new(activity, before, after, failed);

    sealed class Announced<TInput, TOutput>(
        IActivity<TInput, TOutput> activity,
        Func<TInput, CancellationToken, Task>? before,
        Func<TInput, TOutput, CancellationToken, Task>? after,
        Func<TInput, Problem, CancellationToken, Task>? failed) : IActivity<TInput, TOutput>
    {
        public async Task<TOutput> RunAsync(TInput input, CancellationToken cancellationToken)
        {
            if (before is not null)
                await before(input, cancellationToken);
            TOutput output;
            try
            {
                output = await activity.RunAsync(input, cancellationToken);
            }
            catch (TerminalException failure) when (failed is not null)
            {
                await failed(input, failure.ToProblem(), cancellationToken);
                throw;
            }

            if (after is not null)
                await after(input, output, cancellationToken);
            return output;
        }
    }
}
