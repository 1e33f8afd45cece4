using System.Text.Json.Serialization;
using DuffBeer.Core.Chunks;

namespace DuffBeer.Core.Runs;

/// <summary>How inputs and results of orchestrations and activities are written where they are journalled: without reflection.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IngestFile.Input), TypeInfoPropertyName = "IngestInput")]
[JsonSerializable(typeof(IngestFile.Result), TypeInfoPropertyName = "IngestResult")]
[JsonSerializable(typeof(IngestFile.WaveInput))]
[JsonSerializable(typeof(IngestFile.ChunkInput))]
[JsonSerializable(typeof(IngestFile.Inspection))]
[JsonSerializable(typeof(IngestFile.Ending))]
[JsonSerializable(typeof(ChunkBorders))]
[JsonSerializable(typeof(PackedBorders))]
[JsonSerializable(typeof(RowLedger))]
[JsonSerializable(typeof(RefreshModels.Input), TypeInfoPropertyName = "RefreshInput")]
[JsonSerializable(typeof(RefreshModels.Result), TypeInfoPropertyName = "RefreshResult")]
[JsonSerializable(typeof(RefreshModels.Planned))]
[JsonSerializable(typeof(RefreshModels.ExportInput))]
[JsonSerializable(typeof(RefreshModels.ModelInput))]
[JsonSerializable(typeof(RefreshTurn))]
[JsonSerializable(typeof(RefreshEnding))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
public sealed partial class CallJson : JsonSerializerContext;
