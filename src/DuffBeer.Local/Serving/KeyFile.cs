using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Api.Keys;
using DuffBeer.Core.Failures;

namespace DuffBeer.Local.Serving;

/// <summary>The API keys of a home: their hashes, never the keys.</summary>
sealed partial class KeyFile(string home)
{
    readonly string _path = Path.Combine(home, "api-keys.json");

    public IReadOnlyList<ApiKey> Read()
    {
        if (!File.Exists(_path))
            return [];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), KeyJson.Default.IReadOnlyListApiKey) ?? [];
        }
        catch (JsonException failure)
        {
            throw new TerminalException(ProblemCode.BadRequest, $"{_path} is no list of keys: {failure.Message} Delete it and make new keys with 'duffbeer key'.", failure);
        }
    }

    /// <summary>Makes a key, in the place of one of the same name. It is given out here and kept nowhere.</summary>
    public string Make(string name, IReadOnlyList<Scope> scopes)
    {
        var key = RandomNumberGenerator.GetHexString(48, lowercase: true);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        IReadOnlyList<ApiKey> keys = [.. Read().Where(other => other.Name != name), new(name, hash, scopes)];
        Directory.CreateDirectory(home);
        File.WriteAllBytes(_path, JsonSerializer.SerializeToUtf8Bytes(keys, KeyJson.Default.IReadOnlyListApiKey));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return key;
    }

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, WriteIndented = true)]
    [JsonSerializable(typeof(IReadOnlyList<ApiKey>))]
    sealed partial class KeyJson : JsonSerializerContext;
}
