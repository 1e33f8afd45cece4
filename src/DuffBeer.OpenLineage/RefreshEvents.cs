using System.Text.Json.Nodes;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;

namespace DuffBeer.OpenLineage;

/// <summary>The events of a refresh, of the models that it builds, and of their audits.</summary>
sealed class RefreshEvents(LineageSources sources, string jobNamespace)
{
    const string Job = "refresh";

    /// <param name="problem">Null if the refresh did not fail.</param>
    public RunEvent OfRefresh(string type, string snapshot, ProblemCode? problem)
    {
        // The id of a snapshot is the time at which its refresh was taken.
        var taken = TimeId.Parse(snapshot);
        var isStart = type == Announcement.RefreshStarted;
        var facets = new JsonObject { ["processing_engine"] = Facets.Engine(), ["nominalTime"] = Facets.NominalTime(taken) };
        if (problem is { } code)
            facets["errorMessage"] = Facets.Error(code);
        return new(
            isStart ? "START" : End(problem), isStart ? taken : sources.Time.GetUtcNow(), LineageId.OfRefresh(snapshot), Job)
        {
            RunFacets = facets,
            JobFacets = new() { ["jobType"] = Facets.JobType("REFRESH") },
        };
    }

    /// <param name="type"><c>ModelsStarted</c>, <c>ModelsBuilt</c> or <c>ModelsFailed</c>.</param>
    public async Task<RunEvent> OfModelAsync(
        string type, string snapshot, SqlModel model, ProblemCode? problem, CancellationToken cancellationToken)
    {
        var isStart = type == Announcement.ModelsStarted;
        var built = isStart
            ? null
            : (await sources.Lake.ReadAsync(
                LakeKeys.BuiltModel(snapshot, model.Name), SnapshotJson.Default.ModelVersion, cancellationToken))?.Value;
        // Of several models that one activity builds, some may have been built when another failed.
        var failed = built is null ? problem : null;
        return new(
            isStart ? "START" : End(failed), sources.Time.GetUtcNow(), LineageId.OfModel(snapshot, model.Name), $"model.{model.Name}")
        {
            RunFacets = Child(snapshot, failed),
            JobFacets = JobFacets(model),
            Inputs = [.. InputsOf(model)],
            Outputs = [Output(model, snapshot, built)],
        };
    }

    /// <summary>One run that begins and ends at once: the audits of a model are asked in one statement.</summary>
    /// <param name="found">Names of the audits that found rows.</param>
    public IEnumerable<RunEvent> OfAudits(string snapshot, SqlModel model, IReadOnlyList<string> found, ProblemCode? problem)
    {
        var audits = sources.Models().Audits.Where(audit => audit.Model == model.Name).ToList();
        if (audits.Count == 0)
            yield break;
        var failed = audits.Any(audit => !audit.IsWarning && found.Contains(audit.Name)) ? problem : null;
        // If the audits of another model failed, these may not have been asked.
        var asked = problem is null ? audits : [.. audits.Where(audit => found.Contains(audit.Name))];
        if (asked.Count == 0)
            yield break;
        var now = sources.Time.GetUtcNow();
        foreach (var type in (string[])["START", End(failed)])
        {
            yield return new(type, now, LineageId.OfAudit(snapshot, model.Name), $"audit.{model.Name}")
            {
                RunFacets = Child(snapshot, type == "START" ? null : failed),
                JobFacets = new() { ["jobType"] = Facets.JobType("AUDIT") },
                Inputs = [Audited(model, snapshot, type == "START" ? [] : asked, found)],
            };
        }
    }

    static string End(ProblemCode? problem) => problem is null ? "COMPLETE" : "FAIL";

    JsonObject Child(string snapshot, ProblemCode? problem)
    {
        var facets = new JsonObject
        {
            ["processing_engine"] = Facets.Engine(),
            ["parent"] = Facets.Parent(LineageId.OfRefresh(snapshot), jobNamespace, Job),
        };
        if (problem is { } code)
            facets["errorMessage"] = Facets.Error(code);
        return facets;
    }

    JsonObject JobFacets(SqlModel model)
    {
        var facets = new JsonObject
        {
            ["jobType"] = Facets.JobType("MODEL"),
            ["documentation"] = Facets.Documentation(model.Description),
            ["sql"] = Facets.Sql(model.Text, sources.SqlDialect),
        };
        if (model.Owner.Length > 0)
            facets["ownership"] = Facets.Ownership(model.Owner);
        return facets;
    }

    DatasetName NameOf(string input) =>
        sources.InLake(sources.Models().Graph[input] is null ? LakeKeys.Table(input) : LakeKeys.MartsOf(input));

    IEnumerable<JsonObject> InputsOf(SqlModel model)
    {
        var (graph, contracts) = (sources.Models().Graph, sources.Models().Contracts);
        return
        [
            .. from name in model.Sql.Sources.Distinct()
               select RunEvents.Dataset(NameOf(name), new() { ["schema"] = Facets.Schema(contracts[name].TableColumns) }),
            .. from name in model.Sql.Refs.Distinct()
               select RunEvents.Dataset(NameOf(name), new() { ["schema"] = Facets.Schema(graph[name]!.Columns) }),
        ];
    }

    JsonObject Output(SqlModel model, string snapshot, ModelVersion? built)
    {
        var facets = new JsonObject { ["schema"] = Facets.Schema(model.Columns), ["version"] = Facets.Version(snapshot) };
        if (ColumnsOf(model) is { Count: > 0 } columns)
            facets["columnLineage"] = Facets.ColumnLineage(columns);
        var others = new JsonObject();
        if (built is not null)
            others["outputStatistics"] = Facets.OutputStatistics(built.Rows, built.Bytes, built.Parts.Count);
        return RunEvents.Dataset(NameOf(model.Name), facets, "outputFacets", others);
    }

    /// <summary>What the header says of columns: those that are equal to columns of inputs, and those that an input supplies.</summary>
    JsonObject ColumnsOf(SqlModel model)
    {
        var equal =
            from link in model.From ?? []
            from key in link.Keys
            where key is { Operator: LinkOperator.Equal, Source: LinkSource.Row, Of: null }
            select (Own: key.Value, link.Input, key.Column, Subtype: "IDENTITY");
        var supplied =
            from link in model.From ?? []
            from column in link.Columns
            select (column.Own, link.Input, Column: column.Input, Subtype: "TRANSFORMATION");
        var known =
            from column in equal.Concat(supplied)
            where model.HasColumn(column.Own) && HasColumn(column.Input, column.Column)
            group column by column.Own;
        var fields = new JsonObject();
        foreach (var column in known)
        {
            fields[column.Key] = new JsonObject
            {
                ["inputFields"] = new JsonArray(
                [
                    .. column.DistinctBy(found => (found.Input, found.Column)).Select(
                        found => Field(NameOf(found.Input), found.Column, found.Subtype)),
                ]),
            };
        }

        return fields;
    }

    bool HasColumn(string input, string column) => sources.Models().Graph[input] is { } model
        ? model.HasColumn(column)
        : sources.Models().Contracts.TryGetValue(input, out var contract) && contract.TableColumns.Any(stored => stored.Name == column);

    static JsonObject Field(DatasetName input, string column, string subtype) => new()
    {
        ["namespace"] = input.Namespace,
        ["name"] = input.Name,
        ["field"] = column,
        ["transformations"] = new JsonArray(new JsonObject { ["type"] = "DIRECT", ["subtype"] = subtype, ["masking"] = false }),
    };

    JsonObject Audited(SqlModel model, string snapshot, List<Audit> asked, IReadOnlyList<string> found)
    {
        var others = new JsonObject();
        if (asked.Count > 0)
            others["dataQualityAssertions"] = Facets.Assertions(new JsonArray([.. asked.Select(audit => Assertion(audit, found))]));
        return RunEvents.Dataset(
            NameOf(model.Name),
            new() { ["schema"] = Facets.Schema(model.Columns), ["version"] = Facets.Version(snapshot) },
            "inputFacets",
            others);
    }

    static JsonObject Assertion(Audit audit, IReadOnlyList<string> found)
    {
        var call = audit.Name[(audit.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var (open, close) = (call.IndexOf('(', StringComparison.Ordinal), call.LastIndexOf(')'));
        var kind = open < 0 ? "custom_sql" : call[..open];
        var assertion = new JsonObject
        {
            ["assertion"] = kind,
            ["success"] = !found.Contains(audit.Name),
            ["severity"] = audit.IsWarning ? "warn" : "error",
            ["name"] = audit.Name,
            ["description"] = audit.Description,
        };
        var arguments = open < 0 ? [] : call[(open + 1)..close].Split(", ");
        if (kind is "not_null" or "accepted" or "relates" || (kind == "unique" && arguments.Length == 1))
            assertion["column"] = arguments[0];
        return assertion;
    }
}
