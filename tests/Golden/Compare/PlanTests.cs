using System.Text.Json;
using DuffBeer.Core.Explain;
using DuffBeer.Core.Failures;
using DuffBeer.Core.Models;
using DuffBeer.Core.Ports;
using DuffBeer.Core.Runs.Records;
using DuffBeer.Core.Runs.Refresh;
using DuffBeer.Definitions;
using DuffBeer.Golden.Tests.Product;

namespace DuffBeer.Golden.Tests.Compare;

/// <summary>A plan names exactly what the refresh that follows does, and a plan that no longer holds does nothing.</summary>
public sealed class PlanTests : IDisposable
{
    readonly SmallShop _shop = new();
    int _built;
    int _kept;

    public void Dispose() => _shop.Dispose();

    public static TheoryData<int> Seeds => [.. Law.Some([1, 2, 3])];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task In_random_histories_a_refresh_does_what_its_plan_named_for_the_causes_that_it_named(int seed)
    {
        var random = new Random(seed);
        await _shop.IngestAsync("things", "things-0.csv", first: 1);
        for (var step = 0; step < 14; step++)
        {
            var request = RefreshRequest.Changes;
            for (var changes = random.Next(3); changes >= 0; changes--)
                request = await ChangeAsync(random, step, request);
            await PlanThenRefreshAsync(request);
        }

        Assert.InRange(_kept, 1, int.MaxValue);
        Assert.InRange(_built, 20, int.MaxValue);
    }

    async Task<RefreshRequest> ChangeAsync(Random random, int step, RefreshRequest request)
    {
        var dataset = random.Next(2) == 0 ? "things" : "others";
        switch (random.Next(8))
        {
            case 0 or 1:
                await _shop.IngestAsync(dataset, $"{dataset}-{random.Next(4)}.csv", first: random.Next(1, 20));
                return request;
            case 2 when _shop.Published.Count > 1:
                await _shop.RetireAsync(_shop.Published[random.Next(_shop.Published.Count)]);
                return request;
            case 3:
                return Set(request, "top", random.Next(2) == 0 ? "" : FormattableString.Invariant($"{random.Next(1, 9)}"));
            case 4:
                return Set(request, "as_of", random.Next(2) == 0 ? "" : "2026-01-09");
            case 5:
                _shop.Define("tops", $"SELECT id, day FROM {{{{ ref('stg_things') }}}} WHERE id <= {{{{ setting('top') }}}} + {step}");
                return request;
            case 6 when random.Next(2) == 0:
                _shop.Undefine("extra");
                return request;
            case 6:
                _shop.Define("extra", "SELECT id, day FROM {{ ref('late') }}");
                return request;
            default:
                return request with { Models = [random.Next(2) == 0 ? "late" : "stg_others"] };
        }
    }

    static RefreshRequest Set(RefreshRequest request, string name, string value) =>
        request with { Settings = new Dictionary<string, string> { [name] = value } };

    async Task PlanThenRefreshAsync(RefreshRequest request)
    {
        var before = await _shop.Snapshots.CurrentAsync(default);
        var untouched = await _shop.LakeAsync();
        var plan = await _shop.Home.AskAsync(workspace => workspace.PlanAsync(request, default));
        Assert.Equal(untouched, await _shop.LakeAsync());

        var done = await _shop.RefreshAsync(request with { Plan = plan.Decision.Digest.ToString() });

        var after = await _shop.Snapshots.CurrentAsync(default);
        Assert.Equal(plan.Decision.IsChange, after?.Id != before?.Id);
        if (after is null || after.Id == before?.Id)
        {
            Assert.Empty(plan.Models);
            return;
        }

        var built = after.Models.Where(model => model.Value.BuiltIn == after.Id).Select(model => model.Key).Order();
        Assert.Equal(built, plan.Models.Select(model => model.Model).Order());
        Assert.Equal(plan.Models.Count, done.Result.Models);
        Assert.Equal(after.Models.Keys.Except(built).Order(), plan.Decision.Plan.Build.Kept.Order());
        Assert.Equal((before?.Models.Keys ?? []).Except(after.Models.Keys).Order(), plan.Decision.Removed);
        Assert.Equal(plan.Decision.Plan.Settings.OrderBy(pair => pair.Key), after.Settings.OrderBy(pair => pair.Key));
        Assert.All(
            plan.Models.Where(model => model.Scan.Seconds is not null),
            model => Assert.Equal(before!.Models[model.Model].Seconds, model.Scan.Seconds));
        (_built, _kept) = (_built + plan.Models.Count, _kept + plan.Decision.Plan.Build.Kept.Count);
        if (before is not null)
            await HasTheCausesOfTheDiffAsync(plan, new(after, before));
    }

    /// <summary>The diff of the two snapshots names the same causes, and as-of dates that moved.</summary>
    async Task HasTheCausesOfTheDiffAsync(PlannedRefresh plan, DiffSides sides)
    {
        var reader = new DiffReader(
            _shop.Home.Lake,
            () => throw new InvalidOperationException("A query was asked."),
            new LoadedDefinitions(_shop.Home.Definitions).Models);
        var diff = await reader.CompareAsync(sides, null, withRows: false, default);

        Assert.Equal(JsonSerializer.Serialize(diff.Datasets), JsonSerializer.Serialize(plan.Datasets));
        Assert.Equal(diff.Settings, plan.Settings);
        Assert.Subset(plan.AsOf.Keys.ToHashSet(), diff.AsOf.Select(date => date.Name).ToHashSet());
        foreach (var model in plan.Models.Where(model => model.Reason != BuildReason.New))
        {
            var found = diff.Models.Single(other => other.Name == model.Model).Causes.Where(cause => cause.Kind != DiffCauseKind.AsOf);
            // A date that moved explains a build by itself; before the build, only what moved it is known.
            Assert.Equal(found, model.Causes);
        }
    }

    [Fact]
    public async Task A_plan_file_is_refused_with_what_changed_and_its_refresh_writes_nothing()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.RefreshAsync();
        await _shop.IngestAsync("things", "b.csv", first: 3);
        var file = _shop.PathOf("plan.json");
        var plan = await PlanAsync(file, "--set", "top=5");
        Assert.Equal(["stg_things", "shop_as_of", "tops", "late", "both"], Names(plan, "models"));
        Assert.Equal(["stg_others"], plan.GetProperty("kept").EnumerateArray().Select(name => name.GetString()));
        var text = await _shop.Home.CallAsync("plan", "--set", "top=5");
        Assert.Contains("files of things, setting top: default → 5", text.Out, StringComparison.Ordinal);
        Assert.Contains("the engine charges nothing", text.Error, StringComparison.Ordinal);

        await _shop.IngestAsync("things", "c.csv", first: 5);
        var before = await _shop.LakeAsync();
        var refused = await _shop.Home.CallAsync("refresh", "--plan", file);

        Assert.Equal(5, refused.Code);
        Assert.Contains("PlanChanged", refused.Error, StringComparison.Ordinal);
        Assert.Contains("Files of things: things/c.csv came", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await _shop.LakeAsync());
        Assert.Equal(2, (await _shop.Home.CallAsync("refresh", "tops", "--plan", file)).Code);

        await PlanAsync(file, "--set", "top=5");
        Assert.Equal(0, (await _shop.Home.CallAsync("refresh", "--plan", file)).Code);
        Assert.Equal([1, 2, 3, 4, 5], await _shop.TopsAsync());
        var again = await _shop.Home.CallAsync("refresh", "--plan", file);
        Assert.Equal(5, again.Code);
        Assert.Contains("The newest snapshot was", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data", "files came or went")]
    [InlineData("settings", "settings changed, and another snapshot")]
    [InlineData("definitions", "definitions changed")]
    [InlineData("pin", "another snapshot was built, named or shown")]
    [InlineData("request", "the request names other models")]
    public async Task What_changes_after_the_check_is_caught_by_the_refresh_itself(string change, string told)
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.RefreshAsync();
        await _shop.IngestAsync("others", "b.csv", first: 1);
        var plan = await _shop.Home.AskAsync(workspace => workspace.PlanAsync(RefreshRequest.Changes, default));
        var request = RefreshRequest.Changes with { Plan = plan.Decision.Digest.ToString() };
        switch (change)
        {
            case "data":
                await _shop.IngestAsync("others", "c.csv", first: 5);
                break;
            case "settings":
                await _shop.RefreshAsync(new([], new Dictionary<string, string> { ["top"] = "1" }));
                break;
            case "definitions":
                _shop.Define("late", "SELECT id, day FROM {{ ref('stg_others') }}");
                break;
            case "pin":
                await _shop.Snapshots.PinAsync((await _shop.Snapshots.PointerAsync(default))!.Snapshot, default);
                break;
            default:
                request = request with { Models = ["tops"] };
                break;
        }

        var before = await _shop.LakeAsync();
        var refused = await Assert.ThrowsAsync<TerminalException>(() => _shop.RefreshAsync(request));

        Assert.Equal(ProblemCode.PlanChanged, refused.Code);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
        var written = (await _shop.LakeAsync()).Except(before).Select(pair => pair.Key).ToList();
        Assert.DoesNotContain(
            written, key => key != LakeKeys.PendingRefresh && !key.StartsWith(LakeKeys.Refreshes, StringComparison.Ordinal));
        Assert.Equal(RunStatus.Failed, (await new RefreshRecords(_shop.Home.Lake).LatestAsync(default))!.Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tried")]
    public async Task A_planned_refresh_that_was_killed_after_its_last_write_is_done_and_not_refused(string? into)
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.RefreshAsync();
        await _shop.IngestAsync("things", "b.csv", first: 3);
        var request = RefreshRequest.Changes with { Into = into };
        var plan = await _shop.Home.AskAsync(workspace => workspace.PlanAsync(request, default));
        var done = await _shop.RefreshAsync(request with { Plan = plan.Decision.Digest.ToString() });
        // As it was before its end was recorded.
        var records = new RefreshRecords(_shop.Home.Lake);
        await records.SaveAsync(done.Record with { Status = RunStatus.Running, Result = null }, default);

        // The next refresh ends it first.
        await _shop.RefreshAsync();

        var ended = await records.GetAsync(done.Record.Id, default);
        Assert.Equal((RunStatus.Completed, null), (ended.Status, ended.Result!.Problem));
        Assert.Equal(done.Result.Snapshot, (await _shop.Snapshots.FindAsync(into ?? done.Result.Snapshot!, default))!.Id);
    }

    [Fact]
    public async Task The_api_plans_and_refreshes_by_the_digest_or_answers_409()
    {
        await _shop.IngestAsync("things", "a.csv", first: 1);
        await _shop.Home.ServeAsync(async client =>
        {
            var plan = await client.GetAsync("/api/plan?set=top=1&models=tops");
            using var body = JsonDocument.Parse(await plan.Content.ReadAsStringAsync());
            var digest = body.RootElement.GetProperty("digest").GetString();
            Assert.Equal("top", body.RootElement.GetProperty("settings")[0].GetProperty("name").GetString());

            var other = await PostAsync(client, $$"""{"plan":"{{digest}}"}""");
            Assert.Equal(409, (int)other.StatusCode);
            Assert.Contains("urn:duffbeer:problem:PlanChanged", await other.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(400, (int)(await PostAsync(client, """{"plan":"abc"}""")).StatusCode);
            var same = $$$"""{"plan":"{{{digest}}}","models":["tops"],"settings":{"top":"1"}}""";
            var accepted = await PostAsync(client, same);
            Assert.Equal(202, (int)accepted.StatusCode);
            await EndedAsync(client, accepted.Headers.Location!);
            Assert.Equal(409, (int)(await PostAsync(client, same)).StatusCode);
        });
        Assert.Equal([1], await _shop.TopsAsync());
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        client.PostAsync(new Uri("/api/refresh", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

    static async Task EndedAsync(HttpClient client, Uri refresh)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            using var body = JsonDocument.Parse(await client.GetStringAsync(refresh));
            if (body.RootElement.GetProperty("runtimeStatus").GetString() is not "Running" and var status)
            {
                Assert.Equal("Completed", status);
                return;
            }

            await Task.Delay(20);
        }

        Assert.Fail("The refresh does not end.");
    }

    async Task<JsonElement> PlanAsync(string file, params string[] options)
    {
        var call = await _shop.Home.CallAsync(["plan", "--json", .. options]);
        Assert.True(call.Code == 0, call.Error);
        await File.WriteAllTextAsync(file, call.Out);
        using var document = JsonDocument.Parse(call.Out);
        return document.RootElement.Clone();
    }

    static IEnumerable<string> Names(JsonElement plan, string property) =>
        plan.GetProperty(property).EnumerateArray().Select(one => one.GetProperty("name").GetString()!);
}
