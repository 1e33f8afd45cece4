using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>A store and how to check it.</summary>
/// <param name="Name">Such as <c>s3://bucket</c>.</param>
public sealed record CheckedStore(string Name, Func<CancellationToken, Task<StoreReport>> ProbeAsync);

/// <summary>Checks the stores of an installation once each, and remembers in the lake which are good.</summary>
public sealed class StoreChecks(IObjectStore lake, IReadOnlyList<CheckedStore> stores, TimeProvider time)
{
    /// <summary>Increased when the checks change: every store is then checked again.</summary>
    const int Version = 1;

    /// <summary>Checks the stores that were not found good before.</summary>
    /// <exception cref="TerminalException">
    /// <c>StoreUnavailable</c>: one problem with all missing rights, or with all that the stores lack.
    /// </exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (stores.Count == 0)
            return;
        var known = await KnownAsync(cancellationToken);
        var unknown = stores.Where(store => known?.IsGood(store.Name) != true).ToList();
        if (unknown.Count > 0)
            Refuse(await RunAsync(unknown, cancellationToken));
    }

    /// <summary>Checks every store, whatever was found before.</summary>
    public Task<IReadOnlyList<StoreReport>> RunAsync(CancellationToken cancellationToken) => RunAsync(stores, cancellationToken);

    async Task<IReadOnlyList<StoreReport>> RunAsync(IReadOnlyList<CheckedStore> some, CancellationToken cancellationToken)
    {
        var reports = new List<StoreReport>();
        foreach (var store in some)
            reports.Add(await store.ProbeAsync(cancellationToken));
        if (reports.All(report => report.IsGood))
            await RememberAsync(reports, cancellationToken);
        return reports;
    }

    static void Refuse(IReadOnlyList<StoreReport> reports)
    {
        var rights = reports.SelectMany(report => report.MissingRights).ToList();
        if (rights.Count > 0)
            throw new TerminalException(
                ProblemCode.StoreUnavailable,
                $"The credentials lack rights: {string.Join("; ", rights)}. "
                    + "Allow them in the policy of the identity, of the bucket or of its KMS key.");
        var lacks = (from report in reports
                     from finding in report.Findings
                     where finding is { Lacks: not null, IsNeeded: true }
                     select $"{report.Store} {finding.Lacks}").ToList();
        if (lacks.Count > 0)
            throw new TerminalException(
                ProblemCode.StoreUnavailable,
                $"The store does not do what duffbeer depends on, so nothing was started: {string.Join("; ", lacks)}.");
    }

    /// <summary>Null if the document cannot be read: the check then finds out why.</summary>
    async Task<StoreProbes?> KnownAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await lake.ReadAsync(LakeKeys.StoreProbes, StoreJson.Default.StoreProbes, cancellationToken))?.Value;
        }
        catch (TerminalException)
        {
            return null;
        }
    }

    async Task RememberAsync(IReadOnlyList<StoreReport> reports, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await lake.UpdateAsync(
            LakeKeys.StoreProbes,
            StoreJson.Default.StoreProbes,
            known => new StoreProbes(
            [
                .. (known?.Probes ?? []).Where(probe => reports.All(report => report.Store != probe.Report.Store)),
                .. reports.Select(report => new RememberedProbe(Version, now, report)),
            ]),
            time,
            cancellationToken);
    }

    internal sealed record RememberedProbe(int Version, DateTimeOffset At, StoreReport Report);

    internal sealed record StoreProbes(IReadOnlyList<RememberedProbe> Probes)
    {
        public bool IsGood(string store) =>
            Probes.Any(probe => probe.Report.Store == store && probe.Version == StoreChecks.Version && probe.Report.IsGood);
    }
}

/// <summary>JSON of what checks of stores found.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoreChecks.StoreProbes))]
sealed partial class StoreJson : JsonSerializerContext;
