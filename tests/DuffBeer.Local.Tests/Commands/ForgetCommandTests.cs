namespace DuffBeer.Local.Tests.Commands;

public sealed class ForgetCommandTests : IDisposable
{
    readonly TemporaryFolder _home = new();
    readonly FakeWorkspace _workspace = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Forget_says_what_it_erased_and_a_dry_run_what_it_would_and_neither_names_the_value()
    {
        var dry = await CallAsync("forget", "things", "name=Zoe=1", "--dry-run");
        Assert.Equal(
            "Rewrite    things/a.csv: 7 rows\nIngest     things-1\nIngest     things-2\nDelete     things-3: its results and rejects\n",
            dry.Out.ReplaceLineEndings("\n"));
        Assert.Contains("7 rows of 1 files would be erased.", dry.Error, StringComparison.Ordinal);
        Assert.Empty(_workspace.ToForget);

        var done = await CallAsync("forget", "things", "name=Zoe=1");
        Assert.StartsWith(
            "7 rows of 2 files erased from things. 3 runs were ingested again, and 40 objects deleted.",
            done.Out,
            StringComparison.Ordinal);
        Assert.Contains("things/odd.csv is no CSV", done.Error, StringComparison.Ordinal);
        Assert.Equal(("things", "name", "Zoe=1"), Request(0));
        Assert.DoesNotContain("Zoe", dry.Out + dry.Error + done.Out + done.Error, StringComparison.Ordinal);

        var file = Path.Combine(_home.Path, "names.txt");
        await File.WriteAllTextAsync(file, "Zoe\r\n\r\nKim\r\nZoe\r\n");
        var json = await CallAsync("forget", "things", "name", "--values", file, "--json");
        Assert.Contains("\"rows\":7", json.Out.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(("things", "name", "Zoe Kim"), Request(1));
        Assert.Equal(0, (await CallAsync("forget", "--resume")).Code);
        Assert.Null(_workspace.ToForget[2]);
    }

    [Theory]
    [InlineData("forget")]
    [InlineData("forget", "things")]
    [InlineData("forget", "things", "name")]
    [InlineData("forget", "things", "name", "--values", "no-such-file")]
    [InlineData("forget", "things", "name=Zoe", "--resume")]
    [InlineData("forget", "--resume", "--dry-run")]
    public async Task Forget_needs_to_know_which_rows(params string[] arguments)
    {
        Assert.Equal(2, (await CallAsync(arguments)).Code);
        Assert.Empty(_workspace.ToForget);
    }

    (string Dataset, string Column, string Values) Request(int call) =>
        (_workspace.ToForget[call]!.Dataset, _workspace.ToForget[call]!.Column, string.Join(' ', _workspace.ToForget[call]!.Values));

    Task<Call> CallAsync(params string[] arguments) => Shell.CallAsync(_workspace, [.. arguments, "--home", _home.Path]);
}
