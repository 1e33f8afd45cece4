using DuffBeer.Fuzz.Engine;
using DuffBeer.Iceberg.Avro;
using DuffBeer.Iceberg.Metadata;

namespace DuffBeer.Fuzz.Targets.Files;

/// <summary>Avro files of Iceberg's metadata: records, or that the file is damaged.</summary>
sealed class AvroTarget() : FuzzTarget("avro")
{
    public override int MostBytes => 6_000;

    public override void Read(byte[] input)
    {
        try
        {
            var file = AvroFile.Parse(input);
            _ = ManifestList.Parse(file);
            _ = Manifest.Moved(file, path => path);
        }
        catch (FormatException)
        {
        }
    }
}
