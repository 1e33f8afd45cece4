using System.Text.Json;
using System.Text.Json.Serialization;

namespace DuffBeer.Core.Runs.Keys;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false)]
[JsonSerializable(typeof(KeyRepeats))]
sealed partial class KeyJson : JsonSerializerContext;
