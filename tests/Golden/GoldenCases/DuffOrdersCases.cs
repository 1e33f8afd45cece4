using System.Text.Json;
using System.Text.RegularExpressions;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Rejects;
using DuffBeer.Definitions.Sql;
using DuffBeer.Golden.Tests.Product;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Golden.Tests.GoldenCases;

/// <summary>The whole product over every case in <c>Cases/duff_orders</c>.</summary>
public sealed partial class DuffOrdersCases
{
    const string Dataset = "duff_orders";
    const string Runs = "expected-runs.json";
    const string Rejects = "expected-rejects.json";

    static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    public static TheoryData<string> Cases() => [.. GoldenCase.NamesOf(Dataset)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Give_the_expected_runs_rejects_and_reports(string name)
    {
        var golden = new GoldenCase(Dataset, name);
        using var home = new Home { Definitions = DefinitionsOf(golden) };
        var (runs, rejects) = await IngestAsync(home, golden);
        await home.RefreshAsync();

        golden.Hold(Runs, runs);
        golden.Hold(Rejects, rejects);
        foreach (var report in golden.Reports())
        {
            var call = await home.CallAsync(report.Arguments());
            Assert.Equal(0, call.Code);
            golden.Hold(report.File, Snapshot().Replace(call.Out, "\"snapshot\": \"…\""));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Give_the_same_runs_and_rejects_in_chunks_smaller_than_a_line(string name)
    {
        var golden = new GoldenCase(Dataset, name);
        using var home = new Home { Ingest = new() { ChunkBytes = 61 } };
        var (runs, rejects) = await IngestAsync(home, golden);

        Assert.Equal(golden.Read(Runs), runs);
        Assert.Equal(golden.Read(Rejects), rejects);
    }

    /// <summary>The reports of the case. <c>duff-sales</c> has the model of the day that figures are of.</summary>
    static DefinitionFolder DefinitionsOf(GoldenCase golden) =>
        golden.Reports().Any(report => golden.Read(report.File).Contains("\"rule\":", StringComparison.Ordinal))
            ? DomainDefinitions.Duff
            : DomainDefinitions.Of("duff", golden.Reports().Select(report => report.Name).Append("duff-sales"));

    static async Task<(string Runs, string Rejects)> IngestAsync(Home home, GoldenCase golden)
    {
        var runs = new List<EndedRun>();
        var rejects = new List<RejectRow>();
        foreach (var (file, content) in golden.Inputs())
        {
            runs.Add(await home.IngestFileAsync(home.Write(file, content)));
            rejects.AddRange(await home.RejectsAsync(runs[^1]));
        }

        return (Json(runs.Select(Shown)), Json(rejects));
    }

    static string Json<T>(T value) => JsonSerializer.Serialize(value, s_json) + "\n";

    static object Shown(EndedRun ended) => Shown(ended.Record, ended.AlreadyDone);

    static object Shown(RunRecord run, bool alreadyDone) => new
    {
        Source = run.Source.Key,
        State = run.Status,
        AlreadyDone = alreadyDone,
        run.Ledger?.RowsRead,
        run.Ledger?.Accepted,
        run.Ledger?.Rejected,
        run.Ledger?.BlankLines,
        run.Ledger?.RejectsByCode,
        Verified = run.Verified ? true : (bool?)null,
        Problem = run.Problem is { } problem ? $"{problem.Code}: {RunId().Replace(problem.Message, "RUN")}" : null,
        run.Warnings,
    };

    [GeneratedRegex("duff_orders-[0-9a-f]{16}")]
    private static partial Regex RunId();

    [GeneratedRegex(@"""snapshot"":\s*\{[^}]*\}")]
    private static partial Regex Snapshot();
}
