using DuffBeer.Core.Ports;

namespace DuffBeer.Aws.Glue;

/// <summary>The tables of one database over one lake, shared by the engine and the catalog.</summary>
/// <param name="objects">The lake as a store.</param>
/// <param name="writer">Writes the lists of runs.</param>
public sealed class CatalogTables(
    GlueClient client, GlueOptions options, LakeLocation lake, IObjectStore objects, IPartWriter writer, TimeProvider time)
{
    public LakeLocation Lake => lake;

    public GlueTables Tables { get; } = new(client, options);

    public GluePartitions Partitions { get; } = new(client, options.Database);

    public VersionTables Versions => field ??= new(Tables, lake);

    public ListTables Lists => field ??= new(Tables, Partitions, lake, objects, writer, time);
}
