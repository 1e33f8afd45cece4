using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Maintain;

/// <summary>What must stay, as manifests, snapshots and tables say it at one time. Names only: what they name is not read.</summary>
public sealed class LakeRoots
{
    readonly HashSet<PublishedAttempt> _unfinished = [];
    readonly HashSet<string> _unfinishedRuns = new(StringComparer.Ordinal);
    readonly HashSet<PublishedAttempt> _attempts = [];
    readonly HashSet<PublishedAttempt> _owners = [];
    readonly HashSet<string> _runsOfAttempts = new(StringComparer.Ordinal);
    readonly HashSet<string> _runs = new(StringComparer.Ordinal);

    /// <summary>Datasets that have a manifest.</summary>
    public List<string> Datasets { get; } = [];

    /// <summary>Keys of the lists of runs and of packs, and of the files of packs.</summary>
    public HashSet<string> Named { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of snapshots, in the readers' order and beside them.</summary>
    public HashSet<string> Snapshots { get; } = new(StringComparer.Ordinal);

    /// <summary>Snapshots whose refresh is under way.</summary>
    public HashSet<string> Building { get; } = new(StringComparer.Ordinal);

    /// <summary>A refresh has begun and not yet written which runs it reads, so no attempt goes.</summary>
    public bool IsPlanning { get; set; }

    /// <summary>Folders of versions of models.</summary>
    public HashSet<string> Marts { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of refreshes.</summary>
    public HashSet<string> Refreshes { get; } = new(StringComparer.Ordinal);

    /// <summary>Id of the latest maintenance.</summary>
    public string? Maintenance { get; set; }

    /// <summary>What each open table names, by dataset.</summary>
    public Dictionary<string, OpenTableUse> Tables { get; } = new(StringComparer.Ordinal);

    public void AddUnfinished(string run, int attempt)
    {
        _unfinished.Add(new(run, attempt));
        _unfinishedRuns.Add(run);
    }

    /// <param name="hasFiles">Its rows are in files of its own.</param>
    public void Add(PublishedAttempt attempt, bool hasFiles)
    {
        _attempts.Add(attempt);
        _runsOfAttempts.Add(attempt.Run);
        if (hasFiles)
            _owners.Add(attempt);
    }

    /// <summary>All attempts of a run, with their files.</summary>
    public void AddRun(string run) => _runs.Add(run);

    public bool IsUnfinished(PublishedAttempt attempt) => _unfinished.Contains(attempt);

    public bool Has(PublishedAttempt attempt) => _attempts.Contains(attempt) || _runs.Contains(attempt.Run);

    /// <summary>Whether anything reads the attempt's own files.</summary>
    public bool HasFilesOf(PublishedAttempt attempt) => _owners.Contains(attempt) || _runs.Contains(attempt.Run);

    /// <summary>Whether anything names an attempt of the run.</summary>
    public bool HasRun(string run) => _runsOfAttempts.Contains(run) || _runs.Contains(run) || _unfinishedRuns.Contains(run);
}
