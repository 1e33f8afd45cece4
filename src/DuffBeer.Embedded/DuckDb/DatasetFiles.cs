using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>The local files from which DuckDB reads the datasets of statements.</summary>
/// <param name="folder">A folder of this process, for what is made for statements; created with the first.</param>
/// <param name="pathOf">The local file of a key of the lake.</param>
sealed class DatasetFiles(
    string folder, RelationSql sql, Func<string, string> pathOf, Func<DuckDbConnection> connect, int mostSmall = GatheredParts.MostSmall)
    : IDisposable
{
    const int MostUnusedRuns = 16;

    /// <summary>They may be large.</summary>
    const int MostUnusedCopies = 2;

    readonly LeasedFolders _runs = new(folder, MostUnusedRuns);
    readonly LeasedFolders _copies = new(folder, MostUnusedCopies);
    readonly GatheredParts _gathered = new(sql, folder, pathOf, mostSmall);

    /// <summary>Keeps the files of a statement's datasets until disposed.</summary>
    public async Task<Lease> LeaseAsync(Statement statement, CancellationToken cancellationToken)
    {
        var lease = new Lease();
        try
        {
            foreach (var dataset in statement.Relations.Where(relation => relation.Runs is not null))
                await AddAsync(dataset, lease, cancellationToken);
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _runs.Dispose();
        _copies.Dispose();
    }

    async Task AddAsync(Relation dataset, Lease lease, CancellationToken cancellationToken)
    {
        var runs = lease.Keep(await _runs.TakeAsync(
            dataset.Runs!.Id, (to, running) => RunFile.WriteAsync(dataset.Runs, to, connect, running), cancellationToken));
        var parts = await _gathered.PathsAsync(dataset, _copies, lease, cancellationToken);
        lease.Add(dataset, new(parts, RunFile.Of(runs)));
    }

    internal sealed class Lease : IDisposable
    {
        readonly Dictionary<string, LocalFiles> _files = new(StringComparer.Ordinal);
        readonly List<LeasedFolders.Use> _uses = [];

        public LocalFiles Of(Relation dataset) => _files[dataset.Name];

        public void Add(Relation dataset, LocalFiles files) => _files[dataset.Name] = files;

        /// <summary>Keeps a folder until the lease ends.</summary>
        /// <returns>Its path.</returns>
        public string Keep(LeasedFolders.Use folder)
        {
            _uses.Add(folder);
            return folder.Path;
        }

        public void Dispose() => _uses.ForEach(use => use.Dispose());
    }
}
