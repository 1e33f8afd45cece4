using DuffBeer.Api.Keys;
using DuffBeer.Aws.Athena;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Receipts;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Packs;
using DuffBeer.Definitions.Prices;
using DuffBeer.Definitions.Sql;
using DuffBeer.OpenLineage;
using Microsoft.Extensions.Configuration;

namespace DuffBeer.Functions.Hosting;

/// <summary>The engine that runs the SQL of models and reports.</summary>
public enum EngineKind
{
    /// <summary>Amazon Athena over the tables of the Glue Data Catalog.</summary>
    Athena,

    /// <summary>DuckDB in this process over parts fetched from the lake's bucket, for use without Athena.</summary>
    DuckDb,
}

/// <summary>The settings of an installation. docs/guide/azure-local.md explains each.</summary>
public sealed record HostSettings
{
    public required EngineKind Engine { get; init; }

    public required AwsSettings Aws { get; init; }
    public required IReadOnlyList<ApiKey> Keys { get; init; }

    /// <summary>Tokens that are accepted beside keys; null for none.</summary>
    public EntraSettings? Entra { get; init; }
    public required IngestSettings Ingest { get; init; }

    /// <summary>The shipped definitions, and the folders that the setting <c>Definitions__Folder</c> adds.</summary>
    public DefinitionFolder Definitions { get; init; } = DefinitionFolder.Default;

    /// <summary>Prices of runs and refreshes. Default: the built-in prices.</summary>
    public required PriceTable Prices { get; init; }

    /// <summary>How long maintenance keeps what is no longer needed.</summary>
    public KeepTimes Keep { get; init; } = new();

    /// <summary>Which files maintenance merges.</summary>
    public MergeSizes Merge { get; init; } = new();

    /// <summary>Whether maintenance runs every night. Default: yes.</summary>
    public bool MaintainsByClock { get; init; } = true;

    /// <summary>Where events of lineage go; null for nowhere.</summary>
    public LineageOptions? Lineage { get; init; }

    /// <summary>Folder of DuckDB's files. Default: a temporary folder of this process.</summary>
    public required string ScratchFolder { get; init; }

    /// <summary>Bytes of fetched parts that DuckDB keeps between statements. Default: 1 GiB.</summary>
    public required long ScratchBytes { get; init; }

    /// <summary>The settings, and all that are missing or invalid; the host starts only if there are none.</summary>
    public static (HostSettings Settings, IReadOnlyList<string> Problems) Read(IConfiguration configuration)
    {
        var reader = new SettingReader(configuration);
        var engine = reader.OneOf("Engine", EngineKind.Athena);
        var codec = reader.OneOf("Ingest:Codec", PartCodec.Snappy);
        var readable = engine == EngineKind.Athena ? AthenaQueryEngine.Codecs : PartCodecs.All;
        if (!readable.Contains(codec))
            reader.Add($"Ingest__Codec={codec} cannot be read by {engine}, which reads {PartCodecs.List(readable)}");
        var definitions = ReadDefinitions(reader);
        var entra = EntraSettings.Read(configuration, reader.Add);
        var settings = new HostSettings
        {
            Engine = engine,
            Aws = AwsSettings.Read(reader, configuration, engine),
            Keys = ReadKeys(reader, configuration.GetSection("Keys"), entra is not null),
            Entra = entra,
            Ingest = new()
            {
                HashKey = reader.Needed("HashKey", "the secret of hashed card numbers, 16 characters or more", atLeast: 16),
                ChunkBytes = reader.Whole("Ingest:ChunkBytes", 64 << 10, 1L << 30),
                Codec = codec,
                SourceCheck = reader.OneOf("Ingest:Receipts", PieceCheck.Crc32),
                Readable = readable,
                Workers = (int)(reader.Whole("Ingest:Workers", 1, 10_000) ?? 16),
            },
            Definitions = definitions,
            Prices = ReadPrices(reader, definitions),
            Keep = KeepTimes.Of(what => reader.Whole($"Maintain:{what}Days", 1, KeepTimes.MostDays)),
            Merge = MergeSizes.Of(reader.Whole("Maintain:MergeMiB", 1, MergeSizes.MostMiB)),
            MaintainsByClock = reader.OneOf("Maintain:ByClock", Answer.Yes) == Answer.Yes,
            Lineage = LineageOptions.Read(
                name => reader.Optional(name.Replace("__", ":", StringComparison.Ordinal)), reader.Add),
            ScratchFolder = reader.Optional("DuckDb:Folder") ?? Path.Combine(Path.GetTempPath(), $"duffbeer-{Environment.ProcessId}"),
            ScratchBytes = reader.Whole("DuckDb:KeepBytes", 0, 1L << 40) ?? 1L << 30,
        };
        return (settings, reader.Problems);
    }

    /// <summary>Folders separated by semicolons, each absolute or below the folder of the app.</summary>
    static DefinitionFolder ReadDefinitions(SettingReader reader)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        var named = (reader.Optional("Definitions:Folder") ?? "").Split(';', Trimmed);
        var folders = named.Select(name => Path.GetFullPath(name, AppContext.BaseDirectory)).ToList();
        foreach (var missing in folders.Where(folder => !Directory.Exists(folder)))
            reader.Add($"Definitions__Folder names {missing}, which does not exist");
        return DefinitionFolder.Default with { Added = [.. folders.Where(Directory.Exists)] };
    }

    static PriceTable ReadPrices(SettingReader reader, DefinitionFolder definitions)
    {
        var prices = PricesFile.Read(definitions, reader.Optional("Prices:File"), out var errors);
        foreach (var error in errors)
            reader.Add(error.ToString());
        return prices;
    }

    static List<ApiKey> ReadKeys(SettingReader reader, IConfigurationSection section, bool takesTokens)
    {
        var isOpen = reader.OneOf("Api:Open", Answer.No) == Answer.Yes;
        var keys = new List<ApiKey>();
        foreach (var key in section.GetChildren())
        {
            if (ScopeNames.Read(key["Scopes"]) is not { } scopes)
                reader.Add($"Keys__{key.Key}__Scopes must name one or more of {ScopeNames.All}");
            else if (key["Sha256"] is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
                reader.Add($"Keys__{key.Key}__Sha256 must be the SHA-256 of the key as 64 hex digits");
            else
                keys.Add(new(key.Key, hash, scopes));
        }

        if (keys.Count == 0 && !isOpen && !takesTokens && !section.GetChildren().Any())
        {
            reader.Add(
                "Keys__<name>__Sha256 and Keys__<name>__Scopes are missing: set at least one key of the API, or the settings of Entra, "
                + "or Api__Open=Yes if only this machine can reach it");
        }

        if (keys.Count > 0 && isOpen)
            reader.Add("Api__Open=Yes contradicts the keys that are set");
        else if (takesTokens && isOpen)
            reader.Add("Api__Open=Yes contradicts the settings of Entra");
        return keys;
    }

    enum Answer { No, Yes }
}
