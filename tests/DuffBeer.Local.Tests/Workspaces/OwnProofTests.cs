namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>Figures of a user's own report are proved from files as programs in Europe write them.</summary>
public sealed class OwnProofTests : IDisposable
{
    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task Comments_semicolons_and_a_cell_like_a_comment_are_proved()
    {
        _project.Change(
            "mine/contracts/things.yaml", "rejectBudget: 0.1", "rejectBudget: 0.1\ndialect: {delimiter: \";\", comment: \"#\"}");
        _project.Change("mine/models/shop/marts/things_named.sql", "-- owner: tests", "-- owner: tests\n-- from: things(thing_id)");
        _project.Change("mine/reports/things.sql", "-- order: thing_id", "-- order: thing_id\n-- from: things_named(thing_id)");
        _project.Write("things.csv", "# Export\nname;thing_id\n\"# One; or two\";1\n# not a row;2\nThree;3\n");
        var ingest = await _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
        Assert.True(ingest.Code == 0, ingest.Error);

        var first = await _project.CallAsync("why", "things", "thing_id=1", "--prove");
        var third = await _project.CallAsync("why", "things", "thing_id=3", "--prove");

        Assert.True((first.Code, third.Code) == (0, 0), first.Error + third.Error);
        Assert.Contains("# One; or two", first.Out, StringComparison.Ordinal);
        Assert.Contains("Three;3", third.Out, StringComparison.Ordinal);
    }
}
