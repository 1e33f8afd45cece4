namespace DuffBeer.Core.Failures;

/// <summary>Why a run, a refresh or a request failed. The names are stored and served, so they are never renamed.</summary>
public enum ProblemCode
{
    /// <summary>The object is not CSV but an archive, a Parquet file, a spreadsheet or other binary content.</summary>
    NotCsv,

    /// <summary>The header lacks a required column, names one twice, or is missing.</summary>
    HeaderMismatch,

    /// <summary>Most cells of a column are of another type than the contract says, and its drift policy forbids that.</summary>
    TypeDrift,

    /// <summary>More rows were rejected than the contract allows, or none of a file's rows was accepted.</summary>
    RejectBudgetExceeded,

    /// <summary>The run would write more than 200 partitions.</summary>
    TooManyPartitions,

    /// <summary>The object does not exist.</summary>
    SourceMissing,

    /// <summary>The object changed or vanished while it was read.</summary>
    SourceChanged,

    /// <summary>Rows read, accepted and rejected do not add up, or the chunks do not tile the file.</summary>
    LedgerMismatch,

    /// <summary>The store did not answer after all retries, is full, or denies access.</summary>
    StoreUnavailable,

    /// <summary>A document of the lake is empty, cut off or garbled. The message names it and its repair.</summary>
    DocumentDamaged,

    /// <summary>No contract claims the key, or more than one does.</summary>
    UnknownDataset,

    /// <summary>A contract, model, audit or report is wrong.</summary>
    DefinitionInvalid,

    /// <summary>A model's SELECT failed.</summary>
    ModelFailed,

    /// <summary>An audit found rows that must not exist.</summary>
    AuditFailed,

    /// <summary>The query engine is missing or did not start.</summary>
    EngineUnavailable,

    /// <summary>A name, parameter or value is unknown or not allowed.</summary>
    BadRequest,

    /// <summary>The named run, report, model or snapshot does not exist.</summary>
    NotFound,

    /// <summary>The named snapshot has been deleted.</summary>
    Gone,

    /// <summary>The request does not fit the state of the run or snapshot.</summary>
    Conflict,

    /// <summary>Too many requests are waiting; try again a little later.</summary>
    Overloaded,

    /// <summary>A defect: an unexpected exception.</summary>
    Internal,
}
