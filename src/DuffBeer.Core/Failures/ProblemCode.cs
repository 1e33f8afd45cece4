namespace DuffBeer.Core.Failures;

/// <summary>Why a run, a refresh or a request failed. The names are stored and served, so they are never renamed.</summary>
/// <remarks>What each means and what mends it: <see cref="ProblemCodes"/>.</remarks>
public enum ProblemCode
{
    NotCsv,
    HeaderMismatch,
    TypeDrift,
    RejectBudgetExceeded,
    TooManyPartitions,
    SourceMissing,
    SourceChanged,
    LedgerMismatch,
    StoreUnavailable,
    DocumentDamaged,
    UnknownDataset,
    DefinitionInvalid,
    ModelFailed,
    AuditFailed,
    EngineUnavailable,
    BadRequest,
    NotFound,
    Gone,
    Conflict,
    PlanChanged,
    Overloaded,
    Internal,
}
