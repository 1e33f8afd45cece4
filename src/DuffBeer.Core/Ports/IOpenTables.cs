using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Ports;

/// <summary>
/// The tables in which other engines find the published rows of datasets: one per dataset, with a snapshot per publication.
/// </summary>
/// <remarks>
/// The dataset's manifest decides what is published, and the table follows it: whatever fails on the way is done by the next call. Our own
/// readers never use it. An attempt's files are listed once, when it is judged; a publication, a replacement or a retirement only changes
/// which lists the table names.
/// </remarks>
public interface IOpenTables
{
    /// <summary>Writes the list of a judged attempt's files. Readers see it once the table names it.</summary>
    /// <remarks>Safe to repeat: equal files give the same list under the same key.</remarks>
    /// <returns>Null where there are no open tables, or no contract describes the dataset's columns.</returns>
    Task<FileList?> ListAsync(string dataset, string run, int attempt, IReadOnlyList<Part> parts, CancellationToken cancellationToken);

    /// <summary>Makes the dataset's table show exactly the published attempts, and creates it if there is none.</summary>
    /// <exception cref="TerminalException">
    /// <c>Conflict</c>: the lake was moved since, or a column's type changed so that files and table contradict each other.
    /// </exception>
    /// <exception cref="TransientException"><c>StoreUnavailable</c>, also if other writers were always faster.</exception>
    Task FollowAsync(string dataset, IPublication publication, CancellationToken cancellationToken);

    /// <summary>Writes the table's metadata again if the lake was moved: its paths are absolute.</summary>
    /// <returns>The location before; null if it is still the same, or there is no table.</returns>
    Task<string?> MoveAsync(string dataset, CancellationToken cancellationToken);

    /// <summary>What the table names. Null if there is no table.</summary>
    /// <param name="since">Snapshots go that a newer one followed before this time.</param>
    /// <param name="kept">Times whose newest snapshot stays.</param>
    /// <param name="withExpired">Whether what only the snapshots name that may go is included.</param>
    Task<OpenTableUse?> UseAsync(
        string dataset, DateTimeOffset since, IReadOnlyCollection<DateTimeOffset> kept, bool withExpired,
        CancellationToken cancellationToken);

    /// <summary>Commits a version of the table without these snapshots. The current one stays, and no file is deleted.</summary>
    Task ForgetAsync(string dataset, IReadOnlyCollection<long> snapshots, CancellationToken cancellationToken);
}

/// <summary>What an open table names.</summary>
/// <param name="Expired">Snapshots that may go, the oldest first. All else is named by the others.</param>
/// <param name="Files">Keys of the table's own files.</param>
/// <param name="Attempts">Attempts whose files it shows.</param>
/// <param name="Runs">Runs of which it shows an attempt or more.</param>
public sealed record OpenTableUse(
    IReadOnlyList<long> Expired, IReadOnlySet<string> Files, IReadOnlyList<PublishedAttempt> Attempts, IReadOnlySet<string> Runs);

/// <summary>What a dataset's manifest says.</summary>
public interface IPublication
{
    /// <summary>What is published now.</summary>
    Task<PublishedFiles> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The attempts in a list that this publication or an earlier one names.</summary>
    /// <exception cref="TerminalException"><c>NotFound</c>: nothing names it any more, and it was deleted.</exception>
    Task<IReadOnlyList<PublishedAttempt>> AttemptsAsync(string list, CancellationToken cancellationToken);

    /// <summary>The list of an attempt's files; null if an earlier version wrote none.</summary>
    Task<FileList?> FilesAsync(PublishedAttempt attempt, CancellationToken cancellationToken);

    /// <summary>The parts of an attempt, for a list that is missing.</summary>
    Task<IReadOnlyList<Part>> PartsAsync(PublishedAttempt attempt, CancellationToken cancellationToken);
}

/// <summary>Whose files have the rows of a dataset: attempts with files of their own, and packs as attempts of their names.</summary>
/// <param name="Files">Identifies these attempts.</param>
/// <param name="Rows">Identifies the rows: equal rows in other files have the same.</param>
/// <param name="Attempts">The attempts; empty if there are lists.</param>
/// <param name="Lists">Names of lists that never change and together have all attempts; empty if there are few attempts.</param>
public sealed record PublishedFiles(
    string Files, string Rows, IReadOnlyList<PublishedAttempt> Attempts, IReadOnlyList<string> Lists);

/// <summary>A published attempt.</summary>
public readonly record struct PublishedAttempt(string Run, int Attempt);

/// <summary>A list of an attempt's files, in the format of the open tables.</summary>
/// <param name="Lake">Location of the lake that its paths begin with.</param>
/// <param name="Bytes">Length of the list itself.</param>
/// <param name="Spec">Identifies the columns that the files are partitioned by.</param>
/// <param name="Partitions">For each of these columns, the range of its values.</param>
public sealed record FileList(
    string Key, string Lake, long Bytes, int Files, long Rows, int Spec, IReadOnlyList<PartitionRange> Partitions);

/// <summary>The range of a partition column's values, as the open table stores them; bounds are null if all values are.</summary>
public sealed record PartitionRange(bool HasNull, byte[]? Lower, byte[]? Upper);

/// <summary>An entry of a catalog that names the current metadata of an open table.</summary>
public interface ITablePointer
{
    /// <summary>Points the dataset's plain name at the metadata, unless it names newer metadata of the same table already.</summary>
    /// <exception cref="TerminalException"><c>Conflict</c>: another table has that name.</exception>
    Task PointAsync(DatasetContract contract, OpenTable table, CancellationToken cancellationToken);
}

/// <summary>A version of an open table.</summary>
/// <param name="Version">Rises with each commit.</param>
/// <param name="Location">The table's folder, as an absolute URI.</param>
/// <param name="Metadata">The document that describes this version, as an absolute URI.</param>
public sealed record OpenTable(string Dataset, int Version, string Location, string Metadata, IReadOnlyList<TableColumn> Columns)
{
    /// <summary>The version of a metadata document of the same table; null for another document.</summary>
    public int? VersionOf(string metadata)
    {
        var prefix = Metadata[..(Metadata.LastIndexOf('/') + 1)] + 'v';
        return metadata.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(metadata.AsSpan(prefix.Length).ToString().Split('.')[0], out var version) ? version : null;
    }
}

/// <summary>No open tables, as in tests of other subjects.</summary>
public sealed class NoOpenTables : IOpenTables
{
    public Task<FileList?> ListAsync(
        string dataset, string run, int attempt, IReadOnlyList<Part> parts, CancellationToken cancellationToken) =>
        Task.FromResult<FileList?>(null);

    public Task FollowAsync(string dataset, IPublication publication, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> MoveAsync(string dataset, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task<OpenTableUse?> UseAsync(
        string dataset, DateTimeOffset since, IReadOnlyCollection<DateTimeOffset> kept, bool withExpired,
        CancellationToken cancellationToken) =>
        Task.FromResult<OpenTableUse?>(null);

    public Task ForgetAsync(string dataset, IReadOnlyCollection<long> snapshots, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
