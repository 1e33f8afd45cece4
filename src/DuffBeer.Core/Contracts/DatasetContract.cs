using System.IO.Enumeration;
using DuffBeer.Core.Contracts.Expressions;

namespace DuffBeer.Core.Contracts;

/// <summary>The contract of one dataset. Parser, Parquet schema, tables, rejects and docs follow from it.</summary>
public sealed record DatasetContract
{
    public required string Name { get; init; }
    public required int Version { get; init; }

    /// <summary>The UTC date of sources from which this version is valid; null: from the beginning.</summary>
    public DateOnly? ValidFrom { get; init; }
    public string Domain { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>What one row represents.</summary>
    public string Grain { get; init; } = "";

    /// <summary>Who answers for the dataset; null if the contract does not say.</summary>
    public ContractOwner? Owner { get; init; }
    public required SourcePattern Source { get; init; }
    public DialectRule Dialect { get; init; } = new();
    public required IReadOnlyList<Column> Columns { get; init; }
    public IReadOnlyList<DerivedColumn> Derived { get; init; } = [];

    /// <summary>Names of source or derived columns whose values become folders, in order.</summary>
    public IReadOnlyList<string> PartitionBy { get; init; } = [];

    /// <summary>Partitions that a run may write; null: as many as the installation allows.</summary>
    public int? MaxPartitions { get; init; }

    /// <summary>How small files that wait together are taken; null: each by itself.</summary>
    public BatchRule? Batch { get; init; }
    public RejectBudget RejectBudget { get; init; } = new();
    public Reupload OnReupload { get; init; } = Reupload.Replace;

    /// <summary>What becomes of rows whose key occurs more than once; without a key column it has no meaning.</summary>
    public DuplicateKeys OnDuplicateKey { get; init; } = DuplicateKeys.Latest;
    public DriftPolicy Drift { get; init; } = new();

    /// <summary>Compression of its parts; null: the installation's default.</summary>
    public PartCodec? Codec { get; init; }

    /// <summary>Fixed surrogate keys of known values: column → value → key.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Keys { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, long>>();

    /// <summary>16 hex digits of the SHA-256 of the contract's file: a journal of another contract is not resumed.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The contract for a file of that time: no event is later than a day after it.</summary>
    public DatasetContract ForFileOf(DateTimeOffset written) => Columns.Any(column => column.IsEvent)
        ? this with { Columns = [.. Columns.Select(column => column.IsEvent ? column.NotAfter(written.UtcDateTime.AddDays(1)) : column)] }
        : this;

    /// <summary>
    /// The columns of a part: source columns that are neither hidden nor replaced, derived columns, then <c>_offset</c> and <c>_run</c>.
    /// </summary>
    /// <remarks>Partition columns are stored in the part too, so a part can be read without its path.</remarks>
    public IReadOnlyList<TableColumn> StoredColumns =>
    [
        .. from column in Columns
           where IsStored(column)
           select new TableColumn(column.Name, column.Type, column.Description, !column.Required) { Id = column.Id },
        .. from column in Derived
           select new TableColumn(column.Name, column.Type, column.Description) { Id = column.Id },
        SystemColumns.Offset,
        SystemColumns.Run,
    ];

    /// <summary>
    /// Columns of earlier versions only, kept in the table and null in this version's rows. Filled by <see cref="DatasetCatalog"/>.
    /// </summary>
    public IReadOnlyList<TableColumn> Retired { get; init; } = [];

    /// <summary>The columns of the table over the parts of all versions.</summary>
    public IReadOnlyList<TableColumn> TableColumns =>
        [.. StoredColumns.SkipLast(SystemColumns.Count), .. Retired, SystemColumns.Offset, SystemColumns.Run];

    /// <summary>The stored columns that identify a row, in the contract's order; empty if keys may repeat.</summary>
    /// <remarks>A key column that is replaced is represented by the derived column that parts have instead.</remarks>
    public IReadOnlyList<TableColumn> UniqueBy => OnDuplicateKey == DuplicateKeys.Allow
        ? []
        :
        [
            .. from column in Columns
               where column.Key
               let name = IsStored(column)
                   ? column.Name
                   : Derived.First(derived => derived.Replaces == column.Name).Name
               select StoredColumns.First(stored => stored.Name == name),
        ];

    /// <summary>The columns of which models read only the latest row; empty if they read all rows.</summary>
    public IReadOnlyList<string> LatestBy =>
        OnDuplicateKey == DuplicateKeys.Latest ? [.. UniqueBy.Select(column => column.Name)] : [];

    /// <summary>Whether any column is hidden.</summary>
    public bool Hides => Derived.Any(derived => derived.Hides is not null);

    public bool IsHidden(string column) => Derived.Any(derived => derived.Hides == column);

    /// <summary>Whether parts have the column as in the source.</summary>
    public bool IsStored(Column column) => !Derived.Any(derived => derived.Hides == column.Name || derived.Replaces == column.Name);
}

/// <summary>The columns that every part has besides the contract's own.</summary>
public static class SystemColumns
{
    public const int Count = 2;
    public static readonly TableColumn Offset = new(
        "_offset",
        LogicalType.Int64,
        "Absolute byte offset of the record in the decoded source",
        Nullable: false) { Id = FieldId.OfSystem(0) };
    public static readonly TableColumn Run = new("_run", LogicalType.String, "Run that ingested the row", Nullable: false)
    {
        Id = FieldId.OfSystem(1),
    };

    /// <summary>Further columns of a dataset's relation, looked up by run.</summary>
    public static readonly IReadOnlyList<TableColumn> OfRuns =
    [
        new("_source_time", LogicalType.Timestamp) { Id = FieldId.OfSystem(2) },
        new("_source_key", LogicalType.String) { Id = FieldId.OfSystem(3) },
        new("_run_order", LogicalType.Int32) { Id = FieldId.OfSystem(4) },
    ];
}

/// <summary>Which keys belong to the dataset; among several datasets the longest match wins.</summary>
/// <param name="Prefix">A folder of keys, such as <c>duff/orders/</c>.</param>
/// <param name="Pattern">A glob for what follows the prefix, without regard to case; <c>*</c> also crosses folders.</param>
public sealed record SourcePattern(string Prefix, string Pattern = "*")
{
    static readonly string[] s_temporary = [".part", ".partial", ".filepart", ".crdownload", ".tmp", ".bak", ".swp", "~"];

    public bool Wants(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal)
        && !IsTemporary(key)
        && FileSystemName.MatchesSimpleExpression(
            Pattern.Replace("\\", "\\\\", StringComparison.Ordinal), key.AsSpan(Prefix.Length), ignoreCase: true);

    /// <summary>Whether a key names a file that is still being written, or a copy that an editor keeps.</summary>
    public static bool IsTemporary(string key) => s_temporary.Any(end => key.EndsWith(end, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Who answers for a dataset.</summary>
/// <param name="Name">A person or a team.</param>
/// <param name="Email">Null if the contract gives no address.</param>
public sealed record ContractOwner(string Name, string? Email = null);

/// <summary>Rejects beyond max(<paramref name="Rows"/>, <paramref name="Fraction"/> × rows read) fail the run.</summary>
public sealed record RejectBudget(double Fraction = 0.01, long Rows = 10)
{
    public long For(long rowsRead) => Math.Max(Rows, (long)Math.Floor(Fraction * rowsRead));
}

/// <summary>What a newer version of a source key does to the rows of the older one.</summary>
public enum Reupload { Replace, Append }

/// <summary>What becomes of rows whose key occurs more than once in a dataset.</summary>
public enum DuplicateKeys
{
    /// <summary>All are published, and models read the latest of each key: by source time, source key, then offset.</summary>
    Latest,

    /// <summary>A row is rejected if an earlier row of its file or a published row has its key.</summary>
    Reject,

    /// <summary>All are published and read; the models decide.</summary>
    Allow,
}

public enum DriftAction
{
    Ignore,
    Warn,
    Fail,

    /// <summary>Only for new columns: ignored with a warning, even where a hidden column may be among them.</summary>
    Drop,
}

/// <summary>What to do when a file differs from the contract.</summary>
/// <param name="Type">When most cells of a column are not of its type. If ignored, only the reject budget decides.</param>
public sealed record DriftPolicy(
    DriftAction NewColumn = DriftAction.Warn,
    DriftAction MissingOptionalColumn = DriftAction.Warn,
    DriftAction Type = DriftAction.Ignore);

public enum CaseRule { Keep, Lower, Upper }

/// <summary>What a local time means that daylight saving skips or repeats.</summary>
public enum LocalTimeRule { Reject, Earlier, Later }

/// <summary>How numbers are written.</summary>
/// <param name="Decimal">Separates the decimal places.</param>
/// <param name="Thousands">Separates groups of three digits; null if nothing does.</param>
/// <param name="Currency">Signs that may be before or after the number.</param>
public sealed record NumberNotation(char Decimal, char? Thousands, IReadOnlyList<string> Currency)
{
    public static NumberNotation Plain { get; } = new('.', null, []);

    public bool IsPlain => this is { Decimal: '.', Thousands: null, Currency.Count: 0 };
}

/// <summary>One column of the source file.</summary>
public sealed record Column
{
    public required string Name { get; init; }
    public required LogicalType Type { get; init; }

    /// <summary>The column's number in files, 1 to <see cref="FieldId.LargestGiven"/>; null: one made from its name.</summary>
    public int? Id { get; init; }

    /// <summary>The name in the header, if it is not <see cref="Name"/>.</summary>
    public string? SourceName { get; init; }
    public IReadOnlyList<string> Aliases { get; init; } = [];
    public bool Required { get; init; }
    public bool Key { get; init; }

    /// <summary>Smallest and largest value, in the memory form of <see cref="LogicalType"/> (double: as written).</summary>
    public ColumnRange? Range { get; init; }

    /// <summary>Any other value is a reject (<c>EnumError</c>). Compared after trim and case.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>Any other value is accepted with a warning.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Cells that mean null, compared ignoring case after trimming; an empty cell always does.</summary>
    public IReadOnlyList<string> NullTokens { get; init; } = [];
    public bool Trim { get; init; } = true;
    public CaseRule Case { get; init; }

    /// <summary>Formats of a date or timestamp, tried in order; the default is ISO 8601.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Two-digit years below it are of this century, the others of the last.</summary>
    public int Pivot { get; init; } = 50;

    /// <summary>IANA name of the time zone of timestamps that have no offset; null: UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>What a local time means that daylight saving skips or repeats.</summary>
    public LocalTimeRule LocalTime { get; init; }

    /// <summary>When the row's event happened: later than a day after its file was written is a reject (<c>RangeError</c>).</summary>
    public bool IsEvent { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberNotation Notation { get; init; } = NumberNotation.Plain;

    /// <summary>Words of a bool, compared ignoring case; without any, true and false, 1 and 0.</summary>
    public IReadOnlyList<string> TrueWords { get; init; } = [];

    /// <inheritdoc cref="TrueWords"/>
    public IReadOnlyList<string> FalseWords { get; init; } = [];
    public string Description { get; init; } = "";

    internal Column NotAfter(DateTime time)
    {
        var sinceEpoch = time - DateTime.UnixEpoch;
        var latest = decimal.Floor((decimal)(Type.Kind == TypeKind.Date ? sinceEpoch.TotalDays : sinceEpoch.TotalMicroseconds));
        var range = Range ?? new();
        return range.Max <= latest ? this : this with { Range = range with { Max = latest, MaxExclusive = false } };
    }
}

/// <summary>Bounds, inclusive unless marked exclusive; null is unbounded. Integers: unscaled value; double: <see cref="double"/>.</summary>
public sealed record ColumnRange(decimal? Min = null, decimal? Max = null, bool MinExclusive = false, bool MaxExclusive = false);

/// <summary>A column computed from the row.</summary>
/// <param name="Hides">A source column that no part, reject, raw line, export or log shows.</param>
/// <param name="Replaces">A source column that parts store only in this form; rejects and raw lines show the original. Both may have the
/// same name.</param>
public sealed record DerivedColumn(
    string Name, LogicalType Type, Expression Is, string Description = "", string? Hides = null, string? Replaces = null)
{
    /// <inheritdoc cref="Column.Id"/>
    public int? Id { get; init; }
}
