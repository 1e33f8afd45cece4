using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Failures;
using DuffBeer.Embedded.Home;

namespace DuffBeer.Local.Serving;

/// <summary>The API keys of a home: only their hashes are stored.</summary>
sealed partial class KeyFile(string home)
{
    const string Name = "api-keys.json";

    readonly string _path = Path.Combine(home, Name);

    public IReadOnlyList<ApiKey> Read() => File.Exists(_path) ? Parse(File.ReadAllBytes(_path)) : [];

    /// <summary>Creates a key, replacing one of the same name. It is returned here and not stored.</summary>
    public async Task<string> MakeAsync(string name, IReadOnlyList<Scope> scopes, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        await new HomeDirectory(home).ChangeSecretAsync(
            Name,
            content =>
            {
                IReadOnlyList<ApiKey> before = content is null ? [] : Parse(content);
                IReadOnlyList<ApiKey> keys = [.. before.Where(other => other.Name != name), new(name, hash, scopes)];
                return JsonSerializer.SerializeToUtf8Bytes(keys, KeyJson.Default.IReadOnlyListApiKey);
            },
            cancellationToken);
        return key;
    }

    IReadOnlyList<ApiKey> Parse(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, KeyJson.Default.IReadOnlyListApiKey) ?? [];
        }
        catch (JsonException failure)
        {
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"{_path} is not a list of keys: {failure.Message} Delete it and create new keys with 'duffbeer key'.", failure);
        }
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, WriteIndented = true)]
    [JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
    sealed partial class KeyJson : JsonSerializerContext;
}
