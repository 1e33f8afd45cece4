using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb.Coded;

/// <summary>Keeps columns of large relations as files of codes, so that rows with some keys are found in milliseconds.</summary>
/// <remarks>
/// The first question reads the parts, because files do not pay for a single question. The second one has them made in the background, with
/// an index of its key; the first question by another key has that key's index made.
/// </remarks>
/// <param name="select">Renders a relation as a SELECT with the places of its rows.</param>
/// <param name="folder">The files are made here; they have names only while the process lives.</param>
/// <param name="mostBytes">Limit for all files together; the least recently used are dropped first.</param>
sealed class CodedRelations(
    Func<DuckDbConnection> connect, Func<string, string> pathOf, Func<Relation, string> select, string folder, long mostBytes)
    : IDisposable
{
    const int MostRemembered = 10_000;

    readonly Lock _lock = new();
    readonly List<Kept> _kept = [];
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    readonly HashSet<string> _begun = new(StringComparer.Ordinal);
    readonly CancellationTokenSource _ending = new();
    int _made;

    /// <summary>Ends when all files that were begun are made.</summary>
    public Task Making { get; private set; } = Task.CompletedTask;

    /// <summary>Null if the files do not exist, or too many rows have the keys.</summary>
    public FoundByKey? Find(KeyedRows wanted, CancellationToken cancellationToken)
    {
        try
        {
            return Find(wanted)?.Find(wanted, cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            // Dropped meanwhile.
            return null;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        Making.GetAwaiter().GetResult();
        _kept.ForEach(kept => kept.Rows.Dispose());
        _ending.Dispose();
    }

    CodedRows? Find(KeyedRows wanted)
    {
        TableColumn[] columns =
        [
            .. wanted.Relation.Columns.Where(column => column.Name == wanted.Key || wanted.Columns.Any(other => other.Name == column.Name)),
        ];
        if (!columns.All(ColumnCode.IsFit) || columns.All(column => column.Name != wanted.Key)
            || RelationIdentity.OfParts(wanted.Relation, pathOf) is not { } parts)
            return null;
        lock (_lock)
        {
            if (_kept.Find(kept => kept.Parts == parts.Text && kept.Rows.Has(columns.Select(column => column.Name))) is { } kept)
            {
                kept.LastUsed = Environment.TickCount64;
                if (!kept.Rows.IsIndexed(wanted.Key) && kept.Begun.Add(wanted.Key))
                    Making = AfterAsync(Making, () => Index(kept.Rows, wanted.Key));
                return kept.Rows;
            }

            if (_asked.Count >= MostRemembered)
            {
                _asked.Clear();
                _begun.Clear();
            }

            var identity = parts.Text + RelationIdentity.OfColumns(columns);
            if (!_asked.Add(identity) && _begun.Add(identity))
                Making = AfterAsync(Making, () => Make(parts.Text, wanted.Relation with { Columns = columns }, wanted.Key));
            return null;
        }
    }

    async Task AfterAsync(Task others, Action make)
    {
        await others;
        try
        {
            await Task.Run(make, _ending.Token);
        }
        catch (Exception unfit) when (unfit is RunException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // Questions read the parts, and tell what is wrong with them.
        }
    }

    void Make(string parts, Relation relation, string key)
    {
        using var connection = connect();
        var path = Path.Combine(folder, FormattableString.Invariant($"codes-{Guid.NewGuid():N}-{_made++}"));
        string[] files = [.. relation.Parts.Select(pathOf)];
        if (CodedRows.Make(connection, select(relation), relation.Columns, files, path, _ending.Token) is not { } rows)
            return;
        lock (_lock)
        {
            var kept = new Kept(parts, rows) { LastUsed = Environment.TickCount64 };
            kept.Begun.Add(key);
            _kept.Add(kept);
        }

        Index(rows, key);
    }

    void Index(CodedRows rows, string key)
    {
        try
        {
            rows.Index(key, _ending.Token);
        }
        finally
        {
            lock (_lock)
            {
                while (_kept.Sum(kept => kept.Rows.Bytes) > mostBytes && _kept.MinBy(kept => kept.LastUsed) is { } oldest)
                {
                    _kept.Remove(oldest);
                    oldest.Rows.Dispose();
                }
            }
        }
    }

    sealed class Kept(string parts, CodedRows rows)
    {
        public string Parts => parts;
        public CodedRows Rows => rows;

        /// <summary>Columns whose index was begun.</summary>
        public HashSet<string> Begun { get; } = new(StringComparer.Ordinal);
        public long LastUsed { get; set; }
    }
}
