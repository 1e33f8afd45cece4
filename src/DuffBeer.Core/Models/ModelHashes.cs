using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuffBeer.Core.Contracts;
using DuffBeer.Core.Ports;

namespace DuffBeer.Core.Models;

/// <summary>Digests that show whether a model's result would differ from its last build.</summary>
public static class ModelHashes
{
    /// <summary>
    /// The hash of each model covers its SELECT and columns, the settings, fixed keys
    /// and dataset columns that it uses, and the hashes of all models that it reads.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Of(
        ModelGraph graph, IReadOnlyDictionary<string, SqlValue> settings, IReadOnlyDictionary<string, DatasetContract> contracts)
    {
        var hashes = new Dictionary<string, string>();
        foreach (var model in graph.Models)
        {
            hashes[model.Name] = Digest(
            [
                model.Hash,
                .. model.Sql.Settings.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}={settings[name].Value}")),
                .. InputsOf(model, contracts),
                .. model.Sql.Refs.Select(name => hashes[name]),
            ]);
        }

        return hashes;
    }

    /// <summary>Covers the SELECT, columns, fixed keys and dataset columns, but no settings and no other models.</summary>
    public static string OfDefinition(SqlModel model, IReadOnlyDictionary<string, DatasetContract> contracts) =>
        Digest([model.Hash, .. InputsOf(model, contracts)]);

    static IEnumerable<string> InputsOf(SqlModel model, IReadOnlyDictionary<string, DatasetContract> contracts) =>
    [
        .. model.Sql.FixedKeys.SelectMany(column => FixedKeys.Of(column, contracts))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value}")),
        .. model.Sql.Sources.SelectMany(dataset => contracts[dataset].TableColumns).Select(column => $"{column.Name} {column.Type}"),
        .. model.Sql.Sources.SelectMany(dataset => contracts[dataset].LatestBy).Select(column => $"latest by {column}"),
    ];

    /// <summary>16 hex digits of the SHA-256 of delimited texts.</summary>
    public static string Digest(IEnumerable<string> texts)
    {
        var joined = string.Concat(texts.Select(text => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}")));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(joined)).AsSpan(0, 8));
    }
}
