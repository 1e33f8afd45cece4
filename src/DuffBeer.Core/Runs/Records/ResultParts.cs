using System.Runtime.CompilerServices;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Runs.Records;

/// <summary>The parts of runs whose manifest entries do not name them: runs with many parts, and runs of older versions.</summary>
/// <remarks>Those read last are kept in memory, because the result of a published attempt never changes.</remarks>
sealed class ResultParts(IObjectStore lake)
{
    /// <summary>Parts kept in memory, some 25 MB.</summary>
    const int MostParts = 100_000;

    static readonly ConditionalWeakTable<IObjectStore, Kept> s_kept = [];

    readonly Kept _kept = s_kept.GetValue(lake, _ => new());

    /// <exception cref="TerminalException"><c>NotFound</c>.</exception>
    public async Task<IReadOnlyList<Part>> ReadAsync(string run, int attempt, CancellationToken cancellationToken) =>
        await FindAsync(run, attempt, cancellationToken)
        ?? throw new TerminalException(ProblemCode.NotFound, $"The result of the published run {run} is missing from the lake.");

    /// <summary>Null if the result is gone.</summary>
    public async Task<IReadOnlyList<Part>?> FindAsync(string run, int attempt, CancellationToken cancellationToken)
    {
        if (_kept.Find(run, attempt) is { } known)
            return known;
        var result = await lake.ReadAsync(LakeKeys.Result(run, attempt), RunJson.Default.RunResult, cancellationToken);
        if (result is null)
            return null;
        _kept.Add(run, attempt, result.Value.Parts);
        return result.Value.Parts;
    }

    sealed class Kept
    {
        readonly Lock _lock = new();
        readonly Dictionary<(string Run, int Attempt), IReadOnlyList<Part>> _parts = [];
        int _count;

        public IReadOnlyList<Part>? Find(string run, int attempt)
        {
            lock (_lock)
                return _parts.GetValueOrDefault((run, attempt));
        }

        public void Add(string run, int attempt, IReadOnlyList<Part> parts)
        {
            lock (_lock)
            {
                if (_count + parts.Count > MostParts)
                {
                    _parts.Clear();
                    _count = 0;
                }

                if (_parts.TryAdd((run, attempt), parts))
                    _count += parts.Count;
            }
        }
    }
}
