using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Ports;
using DuffBeer.Iceberg.Avro;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Iceberg;

/// <summary>A version of a table's metadata.</summary>
sealed record TableVersion(int Number, TableMetadata Metadata);

/// <summary>The files of one table: <c>v1.metadata.json</c> and following, and <c>version-hint.text</c>, which names the newest.</summary>
/// <remarks>
/// Creating the file of the next version is the commit, because only one writer can. The hint follows; where a process died between the
/// two, the next call finds the version and moves the hint.
/// </remarks>
sealed class TableStore(IObjectStore lake, string dataset, Func<string, string> locationOf, TimeProvider time)
{
    readonly string _folder = LakeKeys.OpenTableMetadata(dataset);

    public string Dataset => dataset;

    /// <summary>The table's folder, as an absolute URI.</summary>
    public string Location => locationOf(Hint)[..^Hint[LakeKeys.OpenTable(dataset).Length..].Length];

    /// <summary>The key of the file that names the newest version.</summary>
    public string Hint => $"{_folder}version-hint.text";

    /// <summary>The newest version; null if there is no table.</summary>
    public async Task<TableVersion?> FindAsync(CancellationToken cancellationToken)
    {
        var number = await HintAsync(cancellationToken) ?? await NewestAsync(cancellationToken);
        // A commit whose process died before it moved the hint.
        while (await lake.StatAsync(KeyOf(number + 1), cancellationToken) is not null)
            number++;
        if (number == 0)
            return null;
        var metadata = await lake.ReadAsync(KeyOf(number), IcebergJson.Default.TableMetadata, cancellationToken)
            ?? throw new TerminalException(
                ProblemCode.DocumentDamaged,
                $"{Hint} names version {number}, but {KeyOf(number)} is missing. Delete the hint and try again.");
        return new(number, metadata.Value);
    }

    /// <summary>Commits a version; false if another writer was faster.</summary>
    public async Task<bool> CommitAsync(TableVersion version, CancellationToken cancellationToken)
    {
        // As it is: the specification knows no seal.
        var metadata = JsonSerializer.SerializeToUtf8Bytes(version.Metadata, IcebergJson.Default.TableMetadata);
        var written = await lake.WriteAllAsync([new(KeyOf(version.Number), metadata, WriteCondition.IfAbsent)], cancellationToken);
        return written[0] is not null;
    }

    /// <summary>Deletes the metadata that the version's log names no more.</summary>
    public Task DropAsync(TableVersion version, CancellationToken cancellationToken) =>
        version.Number - TableMetadata.MostLogged - 1 is > 0 and var dropped
            ? lake.DeleteAsync(KeyOf(dropped), cancellationToken)
            : Task.CompletedTask;

    /// <summary>Moves the hint forward to the version; it never goes back.</summary>
    public Task ShowAsync(TableVersion version, CancellationToken cancellationToken) => lake.UpdateAsync(
        Hint,
        IcebergJson.Default.JsonNode,
        hint => hint is JsonValue known && known.TryGetValue(out int number) && number >= version.Number ? hint : version.Number,
        time,
        cancellationToken);

    /// <summary>The absolute URI of a key.</summary>
    public string Uri(string key) => locationOf(key);

    /// <summary>Begins the name of a snapshot's manifest list.</summary>
    public string SnapshotPrefix(TableSnapshot snapshot) =>
        string.Create(CultureInfo.InvariantCulture, $"{_folder}snap-{snapshot.SnapshotId}");

    public string MetadataOf(int version) => locationOf(KeyOf(version));

    public async Task<ManifestList> ListAsync(TableSnapshot? snapshot, CancellationToken cancellationToken) =>
        snapshot is null ? ManifestList.Empty : await ReadAsync(KeyOf(snapshot.ManifestList), ManifestList.Parse, cancellationToken);

    /// <summary>Writes a file of the table's metadata, named by its content.</summary>
    public async Task<(string Key, long Bytes)> WriteAsync(string prefix, AvroFile file, CancellationToken cancellationToken)
    {
        var bytes = file.ToBytes();
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        var key = $"{prefix}-{hash}.avro";
        await using var upload = await lake.CreateAsync(key, WriteCondition.None, cancellationToken);
        await upload.Body.WriteAsync(bytes, cancellationToken);
        await upload.CommitAsync(cancellationToken);
        return (key, bytes.Length);
    }

    /// <param name="of">What is read of it.</param>
    /// <exception cref="TerminalException"><c>DocumentDamaged</c>: it is missing or cannot be read.</exception>
    public async Task<T> ReadAsync<T>(string key, Func<AvroFile, T> of, CancellationToken cancellationToken)
    {
        var stat = await lake.StatAsync(key, cancellationToken)
            ?? throw new TerminalException(ProblemCode.DocumentDamaged, $"{key} is missing, which the table of {dataset} names.");
        byte[] bytes;
        await using (var source = await lake.OpenAsync(stat, cancellationToken))
            bytes = await source.ReadAllAsync(stat.Size, cancellationToken);
        try
        {
            return of(AvroFile.Parse(bytes));
        }
        catch (Exception damaged) when (damaged is FormatException or JsonException or KeyNotFoundException)
        {
            throw new TerminalException(ProblemCode.DocumentDamaged, $"{key} is damaged: {damaged.Message}", damaged);
        }
    }

    /// <summary>How the files of a manifest are partitioned.</summary>
    public Task<PartitionSpec> SpecAsync(string key, CancellationToken cancellationToken) => ReadAsync(
        key,
        manifest => new PartitionSpec(
            int.Parse(manifest.Properties["partition-spec-id"], CultureInfo.InvariantCulture),
            JsonSerializer.Deserialize(manifest.Properties["partition-spec"], IcebergJson.Default.IReadOnlyListPartitionField)!),
        cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => lake.DeleteAsync(key, cancellationToken);

    /// <summary>The key of a file of this table's metadata, wherever the lake was when its URI was written.</summary>
    public string KeyOf(string uri) => uri[uri.LastIndexOf(_folder, StringComparison.Ordinal)..];

    string KeyOf(int version) => string.Create(CultureInfo.InvariantCulture, $"{_folder}v{version}.metadata.json");

    async Task<int?> HintAsync(CancellationToken cancellationToken) =>
        (await lake.ReadAsync(Hint, IcebergJson.Default.JsonNode, cancellationToken))?.Value is JsonValue value
            && value.TryGetValue(out int number) && number > 0
                ? number
                : null;

    /// <summary>The newest version by the names of files, where the hint is missing; 0 if there is none.</summary>
    async Task<int> NewestAsync(CancellationToken cancellationToken)
    {
        var newest = 0;
        await foreach (var stat in lake.ListAsync($"{_folder}v", cancellationToken))
        {
            var name = stat.Key[(_folder.Length + 1)..];
            if (name.EndsWith(".metadata.json", StringComparison.Ordinal)
                && int.TryParse(name[..^".metadata.json".Length], CultureInfo.InvariantCulture, out var number))
                newest = Math.Max(newest, number);
        }

        return newest;
    }
}
