using System.Globalization;
using System.Text.RegularExpressions;
using DuffBeer.Core.Contracts;
using DuffBeer.Definitions.Yaml.Tree;

namespace DuffBeer.Definitions.Yaml;

/// <summary>Reads one contract file from its root mapping.</summary>
sealed partial class ContractReading(YamlMap root, Findings findings)
{
    static readonly Choice<DriftAction>[] s_actions =
        [new("ignore", DriftAction.Ignore), new("warn", DriftAction.Warn), new("fail", DriftAction.Fail)];

    /// <summary>The keys of a contract.</summary>
    public static readonly IReadOnlyList<string> Allowed =
    [
        "dataset", "version", "validFrom", "domain", "description", "grain", "owner", "source", "dialect", "columns", "derived",
        "partitionBy", "maxPartitions", "batch", "rejectBudget", "onReupload", "onDuplicateKey", "drift", "codec", "keys",
    ];

    readonly Section _root = new(root, "", findings, Allowed);

    public DatasetContract Read()
    {
        var dialect = DialectReading.Read(_root);
        var columns = ColumnReading.Read(_root, dialect.Numbers);
        var derived = new DerivedReading(columns, findings).Read(_root);
        ColumnNames.Check(_root, columns, derived);
        var duplicates = OnDuplicateKey(columns);

        return new()
        {
            Name = Name(_root.Required("dataset")),
            Version = Version(),
            ValidFrom = ValidFrom(),
            Domain = _root.Text("domain"),
            Description = _root.Description(),
            Grain = _root.Text("grain"),
            Owner = Owner(),
            Source = Source(),
            Dialect = dialect,
            Columns = [.. columns.Select(column => column.Column)],
            Derived = [.. derived.Select(column => column.Column)],
            PartitionBy = PartitionBy(columns, derived),
            MaxPartitions = MaxPartitions(),
            Batch = Batch(hasComparedKeys: duplicates != DuplicateKeys.Allow && columns.Any(column => column.Column.Key)),
            RejectBudget = Budget(),
            OnReupload = _root.Choice("onReupload", Reupload.Replace, new("replace", Reupload.Replace), new("append", Reupload.Append)),
            OnDuplicateKey = duplicates,
            Drift = Drift(),
            Codec = _root.Choice<PartCodec?>("codec", null, [.. PartCodecs.All.Select(codec => new Choice<PartCodec?>(codec.Word, codec))]),
            Keys = KeyReading.Read(_root, columns),
        };
    }

    string Name(string name)
    {
        if (name.Length > 0 && !Identifier().IsMatch(name))
            _root.Report(
                "dataset",
                $"'{name}' is not a dataset name: lowercase letters, digits and underscores, starting with a letter, at most 64");
        return name;
    }

    int Version()
    {
        _root.Require("version");
        var version = _root.Integer("version") ?? 1;
        if (version is < 1 or > int.MaxValue)
            _root.Report("version", $"a version must be 1 or more, not {version}");
        return (int)Math.Clamp(version, 1, int.MaxValue);
    }

    DateOnly? ValidFrom()
    {
        if (_root.Scalar("validFrom", "a date") is not { } scalar)
            return null;
        if (DateOnly.TryParseExact(scalar.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return date;
        _root.Report(scalar, "validFrom", $"'{scalar.Value}' is not a date such as 2026-11-21");
        return null;
    }

    ContractOwner? Owner()
    {
        if (_root.Find("owner") is not YamlMap)
            return _root.Scalar("owner", "a name, or a mapping with name and email") is { } scalar ? new(scalar.Value) : null;
        var owner = _root.Child("owner", "name", "email")!;
        var email = owner.Scalar("email")?.Value;
        if (email is not null && !Address().IsMatch(email))
            owner.Report("email", $"'{email}' is not an e-mail address such as orders@example.com");
        return new(owner.Required("name"), email);
    }

    SourcePattern Source()
    {
        _root.Require("source");
        if (_root.Child("source", "prefix", "pattern") is not { } source)
            return new("");
        var prefix = source.Required("prefix");
        var isKeyPrefix = prefix.EndsWith('/')
            && !prefix.StartsWith('/')
            && !prefix.Contains('\\', StringComparison.Ordinal)
            && !prefix.Split('/').Contains("..");
        if (prefix.Length > 0 && !isKeyPrefix)
            source.Report(
                "prefix",
                $"'{prefix}' is not a key prefix: it must end with '/', must not start with it, and must not contain '..' or '\\'");
        return new(prefix, source.Text("pattern", "*"));
    }

    List<string> PartitionBy(IReadOnlyList<ReadColumn> columns, IReadOnlyList<ReadDerived> derived)
    {
        var names = new List<string>();
        var types = new Dictionary<string, LogicalType>();
        foreach (var source in columns)
            types[source.Column.Name] = source.Column.Type;
        foreach (var other in derived)
            types[other.Column.Name] = other.Column.Type;
        foreach (var (index, scalar) in _root.Scalars("partitionBy").Index())
        {
            var name = scalar.Value;
            if (!types.TryGetValue(name, out var type))
                _root.Report(scalar, $"partitionBy[{index}]", $"there is no column '{name}'{Spelling.Hint(name, types.Keys)}");
            else if (type.Kind == TypeKind.Double)
                _root.Report(scalar, $"partitionBy[{index}]", $"'{name}' is a double, which cannot name a folder");
            else if (derived.Any(column => column.Column.Hides == name))
                _root.Report(scalar, $"partitionBy[{index}]", $"'{name}' is hidden, so it cannot name a folder");
            else if (derived.Any(column => column.Column.Replaces == name && column.Column.Name != name))
                _root.Report(scalar, $"partitionBy[{index}]", $"'{name}' is replaced, so it is not stored");
            else if (names.Contains(name))
                _root.Report(scalar, $"partitionBy[{index}]", $"'{name}' is given twice");
            names.Add(name);
        }

        return names;
    }

    int? MaxPartitions()
    {
        if (_root.Integer("maxPartitions") is not { } most)
            return null;
        if (most is < 1 or > 10_000)
            _root.Report("maxPartitions", $"a run may write 1 to 10000 partitions, not {most}");
        return (int)Math.Clamp(most, 1, 10_000);
    }

    BatchRule? Batch(bool hasComparedKeys)
    {
        if (_root.Find("batch") is null)
            return null;
        if (hasComparedKeys)
            _root.Report(
                "batch", "files whose keys are compared are ingested one by one; only 'onDuplicateKey: allow' goes with 'batch'");
        if (_root.Find("batch") is not YamlMap)
            return _root.Flag("batch") ? BatchRule.Usual : null;
        var batch = _root.Child("batch", "files", "maxFileBytes")!;
        var files = batch.Integer("files") ?? BatchRule.MostFiles;
        if (files is < 2 or > BatchRule.MostFiles)
            batch.Report("files", $"a batch takes 2 to {BatchRule.MostFiles} files, not {files}");
        var bytes = batch.Integer("maxFileBytes") ?? BatchRule.LargestFile;
        if (bytes is < 1 or > BatchRule.LargestFile)
            batch.Report("maxFileBytes", $"a file in a batch has 1 to {BatchRule.LargestFile} bytes, not {bytes}");
        return new((int)Math.Clamp(files, 2, BatchRule.MostFiles), Math.Clamp(bytes, 1, BatchRule.LargestFile));
    }

    RejectBudget Budget()
    {
        if (_root.Find("rejectBudget") is not YamlMap)
            return new(Fraction(_root, "rejectBudget"));
        var budget = _root.Child("rejectBudget", "fraction", "rows")!;
        var rows = budget.Integer("rows") ?? new RejectBudget().Rows;
        if (rows < 0)
            budget.Report("rows", $"rows must be 0 or more, not {rows}");
        return new(Fraction(budget, "fraction"), rows);
    }

    static double Fraction(Section section, string key)
    {
        var fraction = section.Number(key) ?? new RejectBudget().Fraction;
        if (fraction is not (>= 0 and <= 1))
            section.Report(key, "the fraction of rows that may be rejected is 0 to 1; 1 % is 0.01");
        return fraction;
    }

    DuplicateKeys OnDuplicateKey(IReadOnlyList<ReadColumn> columns)
    {
        if (_root.Find("onDuplicateKey") is not null && !columns.Any(column => column.Column.Key))
            _root.Report("onDuplicateKey", "no column is a key; mark the columns that identify a row with 'key: true'");
        return _root.Choice(
            "onDuplicateKey", DuplicateKeys.Latest, new("latest", DuplicateKeys.Latest), new("reject", DuplicateKeys.Reject),
            new("allow", DuplicateKeys.Allow));
    }

    DriftPolicy Drift()
    {
        if (_root.Child("drift", "newColumn", "missingOptionalColumn", "type") is not { } drift)
            return new();
        var otherwise = new DriftPolicy();
        return new(
            drift.Choice("newColumn", otherwise.NewColumn, [.. s_actions, new("drop", DriftAction.Drop)]),
            drift.Choice("missingOptionalColumn", otherwise.MissingOptionalColumn, s_actions),
            drift.Choice("type", otherwise.Type, s_actions));
    }

    [GeneratedRegex(@"^[^@\s]+@[^@\s]+$")]
    private static partial Regex Address();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$")]
    internal static partial Regex Identifier();
}
