namespace DuffBeer.Local.Tests.Workspaces;

/// <summary>Messages about a user's own definitions name the next step.</summary>
public sealed class MessageTests : IDisposable
{
    readonly OwnProject _project = new OwnProject().WithDefinitions();

    public void Dispose() => _project.Dispose();

    [Theory]
    [InlineData("thinks(thing_id)", "from names thinks, which the SELECT does not read (did you mean things?)")]
    [InlineData("things(thing_idd = thing_id)", "from things: things has no column thing_idd (did you mean thing_id?)")]
    [InlineData("things(thing_id = thing_idd)", "from things: this SELECT has no column thing_idd (did you mean thing_id?)")]
    public async Task A_misspelled_from_says_what_was_probably_meant(string from, string message)
    {
        _project.Change("mine/models/shop/marts/things_named.sql", "-- owner: tests", $"-- owner: tests\n-- from: {from}");

        var check = await _project.CallAsync("check", "--definitions", _project["mine"], "--only");

        Assert.Equal(1, check.Code);
        Assert.Contains(message, check.Error, StringComparison.Ordinal);
        Assert.StartsWith(_project["mine/models/shop/marts/things_named.sql:"], check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_says_of_a_misspelled_column_what_check_says()
    {
        var first = await IngestAsync();
        _project.Change("mine/models/shop/marts/things_named.sql", "SELECT thing_id, name", "SELECT thing_id, nam AS name");

        var check = await _project.CallAsync("check");
        var refresh = await _project.CallAsync("refresh");

        Assert.Equal((0, 1), (first.Code, check.Code));
        Assert.NotEqual(0, refresh.Code);
        var mistake = check.Error.Split('\n').First(line => line.Contains("nam", StringComparison.Ordinal)
            && line.Contains(": there is", StringComparison.Ordinal));
        Assert.Contains("there is no column nam (did you mean name?)", mistake, StringComparison.Ordinal);
        Assert.Contains(mistake, refresh.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Binder Error", refresh.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_diff_says_that_a_word_is_neither_a_snapshot_nor_a_model()
    {
        await IngestAsync();
        _project.Write("more.csv", "thing_id,name\n3,Three\n");
        await _project.CallAsync("ingest", _project["more.csv"]);

        var diff = await _project.CallAsync("diff", "things-namd");
        var rows = await _project.CallAsync("diff", "nope", "--rows");

        Assert.Contains(
            "'things-namd' is neither a snapshot nor a model of the snapshots. Did you mean 'things_named'? 'duffbeer snapshots' lists",
            diff.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("'nope' is neither a snapshot nor a model", rows.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_audit_shows_a_cell_with_a_line_break_in_one_line()
    {
        _project.Change("mine/models/shop/marts/things_named.sql", "no_empty_name", "no_empty_name, accepted(name, One)");
        _project.Write("things.csv", "thing_id,name\n1,\"T\nwo\"\n");

        var ingest = await IngestAsync();

        Assert.Equal(1, ingest.Code);
        Assert.Contains("name = T\\nwo, occurrences = 1.", ingest.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_done_and_a_diff_name_the_command_that_goes_on()
    {
        var first = await IngestAsync();
        var again = await IngestAsync();
        _project.Write("more.csv", "thing_id,name\n3,Three\n");
        var more = await _project.CallAsync("ingest", _project["more.csv"], "--no-refresh");
        var beside = await _project.CallAsync("refresh", "--into", "more");
        var diff = await _project.CallAsync("diff", "more");

        Assert.True((first.Code, again.Code, more.Code, beside.Code, diff.Code) == (0, 0, 0, 0, 0), more.Error + beside.Error + diff.Error);
        Assert.Matches("nothing to do. 'duffbeer replay things-[0-9a-f]+' reads the file again", again.Out);
        Assert.Contains("'duffbeer diff more MODEL' shows", diff.Error, StringComparison.Ordinal);
    }

    Task<Commands.Call> IngestAsync() =>
        _project.CallAsync("ingest", _project["things.csv"], "--definitions", _project["mine"], "--only");
}
