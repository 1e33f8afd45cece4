using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>
/// One table per version of a model, <c>&lt;model&gt;__&lt;snapshot&gt;</c>, over the folder that only its build wrote to.
/// </summary>
public sealed class VersionTables(GlueTables tables, LakeLocation lake)
{
    readonly Remembered<string> _known = new();

    /// <summary>Null if the parts do not belong to one version of a model.</summary>
    public static string? NameOf(IReadOnlyList<string> parts)
    {
        if (parts.Count == 0 || LakeKeys.MartOf(parts[0]) is not { } mart || parts.Any(part => LakeKeys.MartOf(part) != mart))
            return null;
        return TableOf(mart);
    }

    static string TableOf((string Model, string Snapshot) mart) => $"{mart.Model}__{mart.Snapshot}".ToLowerInvariant();

    /// <summary>The folder of the parts of one version.</summary>
    public string LocationOf(IReadOnlyList<string> parts) => lake.OfFolder(CommonFolder(parts));

    /// <summary>Makes sure that the table of <see cref="NameOf"/> exists.</summary>
    /// <returns>Its name.</returns>
    public Task<string> EnsureAsync(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        var name = NameOf(parts)!;
        var location = LocationOf(parts);
        var shape = string.Join('|', columns.Select(column => $"{column.Name} {column.Type} {column.Description}"));
        return _known.GetAsync($"{name}|{location}|{shape}", async running =>
        {
            // A repeated build writes to another folder of the same version.
            await tables.EnsureAsync(
                ParquetTable.Of(name, columns, [], location, "", new Dictionary<string, string>()), mayMove: true, running);
            return name;
        }, cancellationToken);
    }

    /// <summary>Looks in the catalog again: tables may have been removed since.</summary>
    public void Forget() => _known.Forget();

    /// <summary>Deletes the tables of versions up to a snapshot that are not kept, and what abandoned builds left. Files stay.</summary>
    /// <remarks>A statement that needs such a version again creates its table again.</remarks>
    public async Task RetireAsync(string newest, IReadOnlySet<string> kept, CancellationToken cancellationToken)
    {
        var found = await tables.ListAsync(".+__.+", cancellationToken);
        await tables.DeleteAsync(
            found.Where(table => !kept.Contains(table.Name) && IsUpTo(table, newest)).Select(table => table.Name), cancellationToken);
    }

    bool IsUpTo(Table table, string newest)
    {
        // Earlier versions of DuffBeer had a partition per attempt and folder.
        if (table.Name.EndsWith("__parts", StringComparison.Ordinal))
            return (table.PartitionKeys ?? []).Select(key => key.Name).SequenceEqual(["run_attempt", "folder"]);
        return table.StorageDescriptor?.Location is { } location
            && location.StartsWith(lake.Of(""), StringComparison.Ordinal)
            && LakeKeys.MartOf($"{location[lake.Of("").Length..].TrimEnd('/')}/x") is { } mart
            && (table.Name == TableOf(mart) || table.Name.StartsWith("build__", StringComparison.Ordinal))
            && string.CompareOrdinal(mart.Snapshot, newest) <= 0;
    }

    static string CommonFolder(IReadOnlyList<string> parts)
    {
        var common = parts[0].Split('/')[..^1];
        foreach (var part in parts.Skip(1))
        {
            var folders = part.Split('/')[..^1];
            common = [.. common.Zip(folders).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        }

        return string.Join('/', common);
    }
}
