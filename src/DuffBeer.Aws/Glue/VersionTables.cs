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
        return $"{mart.Model}__{mart.Snapshot}".ToLowerInvariant();
    }

    /// <summary>Makes sure that the table of <see cref="NameOf"/> exists; empty descriptions leave existing ones unchanged.</summary>
    /// <returns>Its name.</returns>
    public Task<string> EnsureAsync(
        IReadOnlyList<TableColumn> columns, IReadOnlyList<string> parts, string description, CancellationToken cancellationToken)
    {
        var name = NameOf(parts)!;
        var location = lake.OfFolder(CommonFolder(parts));
        var shape = string.Join('|', columns.Select(column => $"{column.Name} {column.Type} {column.Description}"));
        var key = $"{name}|{location}|{shape}|{description}";
        return _known.GetAsync(key, async running =>
        {
            // A repeated build writes to another folder of the same version.
            await tables.EnsureAsync(
                ParquetTable.Of(name, columns, [], location, description, new Dictionary<string, string>()), mayMove: true, running);
            return name;
        }, cancellationToken);
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
