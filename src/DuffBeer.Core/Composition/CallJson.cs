using System.Text.Json.Serialization;
using DuffBeer.Core.Chunks;
using DuffBeer.Core.Costs;
using DuffBeer.Core.Runs.Batches;
using DuffBeer.Core.Runs.Forget;
using DuffBeer.Core.Runs.Ingest;
using DuffBeer.Core.Runs.Maintain;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.Core.Composition;

/// <summary>Source-generated JSON of the inputs and results that the orchestrator journals.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IngestFile.Input), TypeInfoPropertyName = "IngestInput")]
[JsonSerializable(typeof(IngestFile.Result), TypeInfoPropertyName = "IngestResult")]
[JsonSerializable(typeof(IngestFile.WaveInput))]
[JsonSerializable(typeof(IngestFile.ChunkInput))]
[JsonSerializable(typeof(Costed<IngestFile.Inspection>))]
[JsonSerializable(typeof(IngestFile.Ending))]
[JsonSerializable(typeof(IngestBatch.Input), TypeInfoPropertyName = "BatchInput")]
[JsonSerializable(typeof(IngestBatch.Ending), TypeInfoPropertyName = "BatchEnding")]
[JsonSerializable(typeof(IngestBatch.Result), TypeInfoPropertyName = "BatchEnd")]
[JsonSerializable(typeof(IReadOnlyList<BatchMember>))]
[JsonSerializable(typeof(Costed<ChunkBorders>))]
[JsonSerializable(typeof(Costed<PackedBorders>))]
[JsonSerializable(typeof(Costed<RowLedger>))]
[JsonSerializable(typeof(Costed<bool>))]
[JsonSerializable(typeof(RefreshModels.Input), TypeInfoPropertyName = "RefreshInput")]
[JsonSerializable(typeof(RefreshModels.Result), TypeInfoPropertyName = "RefreshResult")]
[JsonSerializable(typeof(Costed<RefreshModels.Planned>))]
[JsonSerializable(typeof(RefreshModels.ExportInput))]
[JsonSerializable(typeof(RefreshModels.CatalogInput))]
[JsonSerializable(typeof(RefreshModels.ModelsInput))]
[JsonSerializable(typeof(RefreshModels.Spent))]
[JsonSerializable(typeof(RunCost))]
[JsonSerializable(typeof(Costed<IReadOnlyList<int>>))]
[JsonSerializable(typeof(Costed<long>))]
[JsonSerializable(typeof(Costed<RefreshModels.Audited>))]
[JsonSerializable(typeof(Costed<IReadOnlyList<string>>))]
[JsonSerializable(typeof(RefreshTurn))]
[JsonSerializable(typeof(RefreshEnding))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(Costed<MaintainLake.Steps>))]
[JsonSerializable(typeof(MaintainLake.TableInput))]
[JsonSerializable(typeof(MaintainLake.PageInput))]
[JsonSerializable(typeof(Costed<MaintainLake.Deleted>))]
[JsonSerializable(typeof(MaintainLake.MergeInput))]
[JsonSerializable(typeof(Costed<MaintainLake.Merged>))]
[JsonSerializable(typeof(MaintainLake.Ending), TypeInfoPropertyName = "MaintenanceEnding")]
[JsonSerializable(typeof(MaintainLake.Result), TypeInfoPropertyName = "MaintenanceResult")]
[JsonSerializable(typeof(Costed<int>))]
[JsonSerializable(typeof(ForgetRows.SourceInput))]
[JsonSerializable(typeof(Costed<string>))]
[JsonSerializable(typeof(ForgetRows.AreaInput))]
[JsonSerializable(typeof(ForgetRows.Erased), TypeInfoPropertyName = "ForgetErased")]
[JsonSerializable(typeof(ForgetRows.Ending), TypeInfoPropertyName = "ForgetEnding")]
[JsonSerializable(typeof(ForgetRows.Result), TypeInfoPropertyName = "ForgetResult")]
[JsonSerializable(typeof(bool))]
public sealed partial class CallJson : JsonSerializerContext;
