namespace DuffBeer.Fuzz.Engine;

/// <summary>Feeds one target with inputs, keeps those that reach new code, and changes them further.</summary>
/// <remarks>The same seed gives the same inputs in the same order.</remarks>
sealed class Campaign
{
    const int Recent = 64;

    readonly FuzzTarget _target;
    readonly Random _random;
    readonly Mutator _mutator;
    readonly Coverage _coverage = new();
    readonly List<byte[]> _corpus = [[]];
    readonly Dictionary<string, Finding> _findings = [];
    int _seeds;

    /// <param name="corpus">Inputs to begin with, in addition to the target's own.</param>
    public Campaign(FuzzTarget target, int seed, IReadOnlyList<byte[]>? corpus = null)
    {
        (_target, _random) = (target, new(seed));
        _mutator = new(_random, target.Words, target.MostBytes);
        Seeds = [.. target.Seeds, .. corpus ?? []];
    }

    public IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Inputs that reached something new, in the order in which they were found.</summary>
    public IReadOnlyList<byte[]> Corpus => _corpus;

    /// <summary>The first finding of each kind.</summary>
    public IReadOnlyCollection<Finding> Findings => _findings.Values;

    public int Edges => _coverage.Edges;

    /// <summary>Makes and reads the next input; the finding if it is the first of its kind.</summary>
    /// <param name="watch">Called with the input before it is read.</param>
    public Finding? Step(Action<byte[]>? watch = null)
    {
        var isSeed = _seeds < Seeds.Count;
        var input = isSeed ? Seeds[_seeds++] : _mutator.Change(Chosen(), _corpus[_random.Next(_corpus.Count)]);
        watch?.Invoke(input);
        var finding = Execution.Of(_target, input);
        if (_coverage.Add() > 0 || isSeed)
            _corpus.Add(input);
        return finding is not null && _findings.TryAdd(finding.Kind, finding) ? finding : null;
    }

    /// <summary>Half of the time one of the newest: what is new is not worked out yet.</summary>
    byte[] Chosen() =>
        _corpus.Count > Recent && _random.Next(2) == 0
            ? _corpus[^(_random.Next(Recent) + 1)]
            : _corpus[_random.Next(_corpus.Count)];
}
