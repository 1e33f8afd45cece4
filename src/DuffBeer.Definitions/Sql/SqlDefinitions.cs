using DuffBeer.Core.Contracts;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Reports;

namespace DuffBeer.Definitions.Sql;

/// <summary>The contents of all SQL files, checked against the contracts and each other.</summary>
public sealed record SqlDefinitions(
    ModelGraph Graph,
    IReadOnlyList<Audit> Audits,
    IReadOnlyList<ReportDefinition> Reports,
    IReadOnlyDictionary<string, Setting> Settings)
{
    public SettingCatalog SettingCatalog => new(Settings.Values);

    /// <summary>The default values of all settings.</summary>
    public IReadOnlyDictionary<string, SqlValue> SettingValues => Settings.ToDictionary(pair => pair.Key, pair => pair.Value.Default);

    /// <exception cref="TerminalException"><c>DefinitionInvalid</c> naming every mistake with file, line and column.</exception>
    public static SqlDefinitions Load(DefinitionFolder folder, IReadOnlyList<DatasetContract> contracts) =>
        TryLoad(folder, contracts, out var errors)
        ?? throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', errors));

    /// <summary>Only the reports, for listing them: each file is checked by itself, not against models and contracts.</summary>
    /// <exception cref="TerminalException"><c>DefinitionInvalid</c> naming every mistake with file, line and column.</exception>
    public static IReadOnlyList<ReportDefinition> LoadReports(DefinitionFolder folder)
    {
        var found = new List<DefinitionError>();
        RequireFolder(folder, found);
        var reports = ReadReports(folder, found);
        var settings = SettingsFile.Read(folder, found).ToDictionary(pair => pair.Key, pair => pair.Value.Default);
        return found.Count == 0
            ? [.. reports.Select(report => report.Described(settings))]
            : throw new TerminalException(ProblemCode.DefinitionInvalid, string.Join('\n', InOrder(found)));
    }

    /// <summary>The reports whose files have no mistakes.</summary>
    public static IReadOnlyList<ReportDefinition> ReadReports(DefinitionFolder folder) => ReadReports(folder, []);

    /// <summary>Null if there are errors.</summary>
    public static SqlDefinitions? TryLoad(
        DefinitionFolder folder, IReadOnlyList<DatasetContract> contracts, out IReadOnlyList<DefinitionError> errors)
    {
        var found = new List<DefinitionError>();
        RequireFolder(folder, found);
        var settings = SettingsFile.Read(folder, found);
        List<SqlModel> models = [.. folder.Sql("models").Select(text => ModelPath.Read(text, found)).OfType<SqlModel>()];
        List<AuditFile> auditFiles =
        [
            .. folder.Sql("audits").Select(text => AuditFile.Read(text.File, text.Text, found)).OfType<AuditFile>(),
        ];
        var reports = ReadReports(folder, found);

        var names = new KnownNames(models, contracts, settings);
        foreach (var (file, sql) in models.Select(model => (model.File, model.Sql)))
            found.AddRange([.. SqlCheck.Of(file, sql), .. names.CheckValues(file, sql)]);
        found.AddRange(models.SelectMany(model => names.CheckTexts(model.File, [model.Description, .. model.Columns.Select(Text)])));
        found.AddRange(reports.SelectMany(report => names.CheckTexts(
            report.File, [report.Description, report.Currency, .. report.Columns.Select(column => column.Description)])));
        found.AddRange(reports.SelectMany(names.CheckChoices));
        var readers = auditFiles.Select(audit => (audit.File, audit.Sql)).Concat(reports.Select(report => (report.File, report.Sql)));
        foreach (var (file, sql) in readers)
            found.AddRange([.. SqlCheck.Of(file, sql), .. names.CheckValues(file, sql), .. names.CheckInputs(file, sql)]);
        string[] datasets = [.. contracts.Select(contract => contract.Name)];
        found.AddRange(ModelGraph.Check(models, datasets));
        found.AddRange(models.SelectMany(model => names.CheckOrigin(model.File, model.From, model.Fate)));
        found.AddRange(reports.SelectMany(report => names.CheckOrigin(report.File, report.From, fate: null)));
        var audits = AuditsOf(models, auditFiles, found);

        errors = InOrder(found);
        if (errors.Count > 0)
            return null;
        var values = settings.ToDictionary(pair => pair.Key, pair => pair.Value.Default);
        return new(
            ModelGraph.Of([.. models.Select(model => model.Described(values))], datasets),
            audits,
            [.. reports.Select(report => report.Described(values))],
            settings);
    }

    static string Text(TableColumn column) => column.Description;

    static void RequireFolder(DefinitionFolder folder, List<DefinitionError> errors)
    {
        foreach (var root in folder.All.Where(root => !Directory.Exists(root)))
            errors.Add(new(root, 1, 1, "the folder does not exist; the shipped definitions are in definitions/ beside the binary"));
    }

    static List<ReportDefinition> ReadReports(DefinitionFolder folder, List<DefinitionError> errors) =>
        [.. folder.Sql("reports").Select(text => ReportFile.Read(text.File, text.Text, errors)).OfType<ReportDefinition>()];

    static List<DefinitionError> InOrder(List<DefinitionError> errors) =>
        [
            .. errors.Distinct()
            .OrderBy(error => error.File, StringComparer.Ordinal)
            .ThenBy(error => error.Line)
            .ThenBy(error => error.Column),
        ];

    static List<Audit> AuditsOf(List<SqlModel> models, List<AuditFile> files, List<DefinitionError> errors)
    {
        var audits = new List<Audit>();
        var byName = models.DistinctBy(model => model.Name).ToDictionary(model => model.Name);
        foreach (var (model, call) in models.SelectMany(model => model.Audits.Select(call => (model, call))))
        {
            if (BuiltInAudit.Has(call.Name))
                audits.AddRange(BuiltInAudit.For(call, model, byName, errors) is { } audit ? [audit] : []);
            else if (files.Find(file => file.Name == call.Name) is { } file)
                audits.Add(file.For(model));
            else
                errors.Add(
                    new(
                        model.File,
                        call.Line,
                        1,
                        $"there is no audit {call.Name}: expected {string.Join(", ", BuiltInAudit.Usages)} or a file in audits/"));
        }

        errors.AddRange(
            from file in files
            where models.TrueForAll(model => model.Audits.All(call => call.Name != file.Name))
            select new DefinitionError(file.File, 1, 1, $"no model names the audit {file.Name} in its header, so it would never run"));
        return audits;
    }
}
