using System.Globalization;
using DuffBeer.Core.Contracts;

namespace DuffBeer.Definitions.Docs;

/// <summary>The page of a dataset: what its contract promises.</summary>
static class DatasetPage
{
    /// <param name="versions">All versions of one dataset's contract, the newest last: that one is described.</param>
    public static IEnumerable<string> Of(IReadOnlyList<DatasetContract> versions, Lineage lineage)
    {
        var contract = versions[^1];
        return
        [
            $"# {contract.Name}",
            "",
            Markdown.Text(contract.Description),
            "",
            .. Promises(contract, versions, lineage),
            "",
            "## Source columns",
            "",
            .. Markdown.Table(
                ["column", "type", "also headed", "rules", "description"], contract.Columns.Select(column => Source(column, contract))),
            "## Added columns",
            "",
            .. Markdown.Table(["column", "type", "is", "description"],
            [
                .. contract.Derived.Select(column => (IReadOnlyList<string>)
                    [Markdown.Code(column.Name), column.Type.ToString(), Markdown.Code(column.Is.Text), Markdown.Text(column.Description)]),
                System(SystemColumns.Offset),
                System(SystemColumns.Run),
            ]),
            .. Keys(contract),
        ];
    }

    static IEnumerable<string> Promises(DatasetContract contract, IReadOnlyList<DatasetContract> versions, Lineage lineage)
    {
        yield return $"- **Domain:** {contract.Domain}";
        yield return $"- **Grain:** {Markdown.Text(contract.Grain)}";
        if (contract.Owner is { } owner)
            yield return $"- **Owner:** {Markdown.Text(owner.Email is { } email ? $"{owner.Name}, {email}" : owner.Name)}";
        yield return $"- **Files:** {Markdown.Code(contract.Source.Prefix + contract.Source.Pattern)}";
        yield return $"- **Dialect:** {string.Join(", ", DialectWords.Of(contract.Dialect))}";
        yield return $"- **Version:** {string.Join(", ", versions.Select(VersionText))}";
        yield return $"- **Partitions:** {(contract.PartitionBy.Count == 0 ? "none" : Markdown.Codes(contract.PartitionBy))}";
        if (contract.MaxPartitions is { } most)
            yield return string.Create(CultureInfo.InvariantCulture, $"- **Partitions per file:** at most {most}");
        if (contract.Batch is { } batch)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"- **Small files:** up to {batch.Files} of at most {batch.MaxFileBytes} bytes are ingested together");
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"- **Reject budget:** {contract.RejectBudget.Fraction * 100:0.###} % of the rows read, at least " +
            $"{contract.RejectBudget.Rows} rows");
        yield return $"- **A newer version of a file:** {Word(contract.OnReupload)}";
        if (contract.Columns.Any(column => column.Key))
            yield return $"- **A key that occurs again:** {Word(contract.OnDuplicateKey)}";
        yield return $"- **A new column:** {Word(contract.Drift.NewColumn)}";
        yield return $"- **A missing optional column:** {Word(contract.Drift.MissingOptionalColumn)}";
        yield return $"- **Cells of another type:** {Word(contract.Drift.Type)}";
        if (contract.Codec is { } codec)
            yield return $"- **Codec of its parts:** {codec.Word}";
        yield return
            $"- **Read by:** {lineage.Links(lineage.ModelsOn(contract.Name).Select(model => model.Name), DefinitionPages.Datasets)}";
    }

    static IReadOnlyList<string> Source(Column column, DatasetContract contract) =>
    [
        Markdown.Code(column.Name),
        column.Type.ToString(),
        Markdown.Codes(column.Aliases),
        ColumnRules.Of(column, contract),
        Markdown.Text(column.Description),
    ];

    static IEnumerable<string> Keys(DatasetContract contract) => contract.Keys.Count == 0
        ? []
        :
        [
            "## Keys of known values",
            "",
            .. Markdown.Table(["column", "value", "key"],
                from column in contract.Keys
                from value in column.Value
                orderby column.Key, value.Value
                select (IReadOnlyList<string>)
                    [Markdown.Code(column.Key), Markdown.Code(value.Key), value.Value.ToString(CultureInfo.InvariantCulture)]),
        ];

    static IReadOnlyList<string> System(TableColumn column) =>
        [Markdown.Code(column.Name), column.Type.ToString(), "", Markdown.Text(column.Description)];

    static string VersionText(DatasetContract contract) =>
        contract.ValidFrom is { } from
            ? string.Create(CultureInfo.InvariantCulture, $"{contract.Version} (from {from:yyyy-MM-dd})")
            : contract.Version.ToString(CultureInfo.InvariantCulture);

    static string Word(Reupload action) => action switch
    {
        Reupload.Replace => "replaces the older one's rows",
        _ => "adds its rows to the older one's",
    };

    static string Word(DuplicateKeys action) => action switch
    {
        DuplicateKeys.Latest => "accepted; models read only the latest row of a key",
        DuplicateKeys.Reject => "rejected; the row that was published first stays",
        _ => "accepted; models read every row and decide",
    };

    static string Word(DriftAction action) => action switch
    {
        DriftAction.Ignore => "ignored",
        DriftAction.Warn => "accepted with a warning",
        DriftAction.Drop => "left out with a warning",
        _ => "fails the run",
    };
}
