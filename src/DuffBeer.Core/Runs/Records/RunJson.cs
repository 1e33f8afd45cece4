using System.Text.Json;
using System.Text.Json.Serialization;
using DuffBeer.Core.Csv;

namespace DuffBeer.Core.Runs.Records;

/// <summary>JSON of run documents: camel case, enums by name, source-generated.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = false, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunRecord))]
[JsonSerializable(typeof(FilePlan))]
[JsonSerializable(typeof(ChunkManifest))]
[JsonSerializable(typeof(RunResult))]
[JsonSerializable(typeof(BatchMembers))]
[JsonSerializable(typeof(BatchResult))]
[JsonSerializable(typeof(FileShape))]
[JsonSerializable(typeof(DatasetManifest))]
[JsonSerializable(typeof(MarkedRuns))]
[JsonSerializable(typeof(RunSet))]
[JsonSerializable(typeof(PackContent))]
public sealed partial class RunJson : JsonSerializerContext;
