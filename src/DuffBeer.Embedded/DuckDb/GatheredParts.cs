using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Ports;

namespace DuffBeer.Embedded.DuckDb;

/// <summary>Copies of many small parts in a few files.</summary>
/// <remarks>
/// DuckDB takes 6 KB for each file that a statement names, and the statement's text some more: for thousands of files without a hundred
/// rows each that is more than for their rows. A copy of some hundred at a time takes what those take.
/// </remarks>
/// <param name="tempFolder">A folder of this process.</param>
/// <param name="pathOf">The local file of a key of the lake.</param>
/// <param name="mostSmall">So many small parts of a dataset are read as they are.</param>
sealed class GatheredParts(RelationSql sql, string tempFolder, Func<string, string> pathOf, int mostSmall)
{
    public const int MostSmall = 1_000;

    /// <summary>Bytes of a small part.</summary>
    const long SmallBytes = 64 << 10;

    /// <summary>Parts per copy.</summary>
    const int PartsAtATime = 250;

    /// <summary>Each thread of a copy takes memory for a file of its own, and files of this size leave it nothing to do.</summary>
    static readonly Dictionary<string, string> s_settings = new() { ["threads"] = "1" };

    /// <summary>The local files of a dataset's rows: those of its parts, or copies instead of many small ones.</summary>
    public async Task<IReadOnlyList<string>> PathsAsync(
        Relation dataset, LeasedFolders folders, DatasetFiles.Lease lease, CancellationToken cancellationToken)
    {
        if (dataset.Parts.Count <= mostSmall || Look(dataset) is not ({ } id, { } others))
            return [.. dataset.Parts.Select(pathOf)];
        var copies = lease.Keep(await folders.TakeAsync(
            id, (folder, running) => Task.Run(() => Copy(dataset, folder, running), running), cancellationToken));
        return [.. Directory.GetFiles(copies).Order(StringComparer.Ordinal), .. others];
    }

    /// <summary>What identifies the small parts, and the files of the others; nothing if few are small.</summary>
    (string? Id, IReadOnlyList<string>? Others) Look(Relation dataset)
    {
        using var identity = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        identity.AppendData(Encoding.UTF8.GetBytes(RelationIdentity.OfColumns(dataset.Columns)));
        var others = new List<string>();
        foreach (var part in dataset.Parts)
        {
            var file = new FileInfo(pathOf(part));
            if (IsSmall(file))
            {
                identity.AppendData(MemoryMarshal.AsBytes(part.AsSpan()));
                identity.AppendData(MemoryMarshal.AsBytes<long>([file.Length, file.LastWriteTimeUtc.Ticks]));
            }
            else
            {
                others.Add(file.FullName);
            }
        }

        return dataset.Parts.Count - others.Count > mostSmall ? (Convert.ToHexStringLower(identity.GetHashAndReset()), others) : default;
    }

    /// <summary>DuckDB reports one that is missing.</summary>
    static bool IsSmall(FileInfo file) => file is { Exists: true, Length: <= SmallBytes };

    void Copy(Relation dataset, string folder, CancellationToken cancellationToken)
    {
        using var database = new DuckDbDatabase(tempFolder, settings: s_settings);
        using var connection = database.Connect();
        var paths = dataset.Parts.Select(pathOf).Where(path => IsSmall(new(path)));
        foreach (var (number, some) in paths.Chunk(PartsAtATime).Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var copy = Path.Combine(folder, $"{number:D6}.parquet");
            connection.Run($"COPY ({sql.SelectStored(dataset, some)}) TO {SqlWriter.Quote(copy)} (FORMAT parquet)");
        }
    }
}
