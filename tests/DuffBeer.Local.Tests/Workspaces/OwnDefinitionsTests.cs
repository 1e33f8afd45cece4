using System.Text.Json;
using DuffBeer.Definitions.Sql;

namespace DuffBeer.Local.Tests.Workspaces;

public sealed class OwnDefinitionsTests : IDisposable
{
    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task A_home_remembers_the_folders_until_it_is_told_to_forget_them()
    {
        var ingested = await _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
        Assert.True(ingested.Code == 0, ingested.Error);

        _project.Change("mine/models/shop/marts/things_named.sql", "thing_id, name\n", "thing_id, UPPER(name) AS name\n");
        var refreshed = await _project.CallAsync("refresh");
        var report = await _project.CallAsync("report", "things", "--format", "csv");
        var status = await _project.CallAsync("status");

        Assert.Equal(0, refreshed.Code);
        Assert.Equal("thing_id,name\n1,ONE\n2,TWO\n", report.Out.ReplaceLineEndings("\n"));
        Assert.Contains(
            $"Using the definitions of {_project["mine"]}, without the shipped ones", refreshed.Error, StringComparison.Ordinal);
        Assert.Contains($"definitions {_project["mine"]}", status.Out, StringComparison.Ordinal);

        var forgotten = await _project.CallAsync("definitions", "--forget");
        Assert.Equal((0, 4), (forgotten.Code, (await _project.CallAsync("report", "things")).Code));
    }

    [Fact]
    public async Task A_model_whose_file_is_gone_leaves_the_snapshot_at_the_next_refresh()
    {
        _project.Write(
            "mine/models/shop/marts/more_things.sql",
            (await File.ReadAllTextAsync(_project["mine/models/shop/marts/things_named.sql"]))
                .Replace("model: things_named", "model: more_things", StringComparison.Ordinal));
        await _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
        Assert.Contains("more_things", await SnapshotAsync(), StringComparison.Ordinal);

        File.Delete(_project["mine/models/shop/marts/more_things.sql"]);
        var refreshed = await _project.CallAsync("refresh");

        Assert.Equal(0, refreshed.Code);
        var snapshot = await SnapshotAsync();
        Assert.Contains("things_named", snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("more_things", snapshot, StringComparison.Ordinal);

        async Task<string> SnapshotAsync()
        {
            var pointer = JsonDocument.Parse((await _project.CallAsync("snapshots", "--json")).Out);
            var shown = pointer.RootElement.GetProperty("shown").GetString();
            var file = Directory.EnumerateFiles(_project["."], $"{shown}.json", SearchOption.AllDirectories)
                .Single(path => path.Split(Path.DirectorySeparatorChar).Contains("snapshots"));
            return await File.ReadAllTextAsync(file);
        }
    }

    [Fact]
    public async Task A_home_whose_folder_is_gone_is_refused_with_what_to_do()
    {
        await _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
        Directory.Move(_project["mine"], _project["moved"]);

        var lost = await _project.CallAsync("refresh");
        var found = await _project.CallAsync("refresh", "--definitions", _project["moved"], "--only");
        var later = await _project.CallAsync("report", "things");

        Assert.Equal((1, 0, 0), (lost.Code, found.Code, later.Code));
        Assert.Contains(
            $"This home uses the definitions of {_project["mine"]}, but that folder does not exist.", lost.Error, StringComparison.Ordinal);
        Assert.Contains("duffbeer definitions --forget", lost.Error, StringComparison.Ordinal);
        Assert.Contains($"From now on it uses those of {_project["moved"]}", found.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folders_add_to_the_shipped_definitions_and_the_last_one_wins()
    {
        _project.Write("other/models/settings.txt", "location_trend_days = 60  int32  min(1)  Days of a trend\n");
        _project.Write("other/reports/things.sql", await File.ReadAllTextAsync(_project["mine/reports/things.sql"]));
        _project.Variables["DUFFBEER_DEFINITIONS"] = $"{_project["mine"]}{Path.PathSeparator}{_project["other"]}";

        var check = await _project.CallAsync("check");
        var used = await _project.CallAsync("definitions");

        Assert.True(check.Code == 0, check.Error);
        Assert.Contains($"{Shipped("contracts") + 1} contracts, {Shipped("models") + 1} models,", check.Out, StringComparison.Ordinal);
        Assert.Equal(1, Count(check.Error, $"{_project["other"]}/reports/things.sql overrides {_project["mine"]}/reports/things.sql"));
        Assert.Equal(1, Count(check.Error, $"{_project["other"]}/models/settings.txt:1 overrides the shipped models/settings.txt:"));
        Assert.StartsWith(
            $"{DefinitionFolder.Default.Path}\n{_project["mine"]}\n{_project["other"]}\n",
            used.Out.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models/shop/marts/things_named.sql", "SELECT thing_id, name", "SELECT thing_id, nam AS name",
        "10:18: there is no column nam (did you mean name?)")]
    [InlineData("models/shop/marts/things_named.sql", "--   name ", "--   nome ",
        "7:6: the header declares the column nome, but the SELECT returns no such column (did you mean name?)")]
    [InlineData("models/shop/marts/things_named.sql", "{{ source('things') }}", "things",
        "11:6: there is no table things: read a model with")]
    [InlineData("audits/no_empty_name.sql", "WHERE name", "WHERE naem", "4:39: there is no column naem (did you mean name?)")]
    [InlineData("reports/things.sql", "SELECT thing_id, name", "SELECT thing_id, UPER(name) AS name", "11:18: ")]
    [InlineData("reports/things.sql", "SELECT thing_id, name", "SELECT thing_id, DATE '2026-01-01' + name AS name", "11:")]
    public async Task A_mistake_that_only_the_engine_sees_is_told_with_its_place(string file, string from, string to, string told)
    {
        _project.Change($"mine/{file}", from, to);

        var check = await _project.CallAsync("check", "--definitions", _project["mine"], "--only");

        Assert.Equal(1, check.Code);
        Assert.Contains($"{file}:{told}", check.Error, StringComparison.Ordinal);
        Assert.Equal(1, Count(check.Error, file));
    }

    [Fact]
    public async Task An_override_is_told_when_the_shipped_definition_changes()
    {
        const string Report = "reports/top-clients.sql";
        _project.Write($"mine/{Report}", await File.ReadAllTextAsync(Path.Combine(DefinitionFolder.Default.Path, Report)));
        Task<Commands.Call> CheckAsync(params string[] more) => _project.CallAsync(["check", "--definitions", _project["mine"], .. more]);

        var first = await CheckAsync();
        var accepted = await CheckAsync("--accept");
        var same = await CheckAsync();
        // As if the program had been upgraded since.
        var text = await File.ReadAllTextAsync(_project["mine/definitions.lock"]);
        await File.WriteAllTextAsync(_project["mine/definitions.lock"], $"{new string('0', 16)}{text[16..]}");
        var upgraded = await CheckAsync();

        Assert.Equal((0, 0, 0, 1), (first.Code, accepted.Code, same.Code, upgraded.Code));
        Assert.Contains("duffbeer check --accept", first.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--accept", same.Out, StringComparison.Ordinal);
        Assert.Contains(
            $"{_project["mine"]}/{Report}:1:1: {_project["mine"]}/{Report} overrides the shipped {Report}, which has changed since.",
            upgraded.Error,
            StringComparison.Ordinal);
    }

    static int Shipped(string kind) =>
        kind == "contracts" ? DefinitionFolder.Default.Yaml(kind).Count : DefinitionFolder.Default.Sql(kind).Count;

    static int Count(string text, string part) => text.Split(part).Length - 1;
}
