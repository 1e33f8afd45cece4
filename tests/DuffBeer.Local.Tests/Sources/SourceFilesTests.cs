using System.IO.Pipes;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Sources;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Tests.Sources;

public sealed class SourceFilesTests : IDisposable
{
    readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_single_file_is_named_by_its_name_and_folder()
    {
        var found = await FindAsync(_folder.Write("north/orders.csv"), _folder.Write("south/orders.csv"));

        Assert.Equal(2, found.Count);
        Assert.All(found, source => Assert.Matches("^orders-[0-9a-f]{8}\\.csv$", source.Name));
        Assert.NotEqual(found[0].Name, found[1].Name);
    }

    [Fact]
    public async Task A_file_of_a_folder_is_named_by_its_path_in_it()
    {
        _folder.Write("2026/b.csv");
        _folder.Write("a.csv");
        _folder.Write("readme.txt");

        var found = await FindAsync(_folder.Path);

        Assert.Equal(["2026/b.csv", "a.csv"], found.Select(source => source.Name));
    }

    [Fact]
    public async Task Hidden_folders_of_a_folder_are_left_out()
    {
        _folder.Write(".duffbeer/landing/stdin/spooled.csv");
        _folder.Write("a.csv");

        Assert.Equal(["a.csv"], (await FindAsync(_folder.Path)).Select(source => source.Name));
    }

    [Fact]
    public async Task A_pipe_is_refused_in_favour_of_standard_input()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);

        var failure = await Assert.ThrowsAsync<TerminalException>(
            () => FindAsync($"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}"));

        Assert.Equal(ProblemCode.BadRequest, failure.Code);
        Assert.Contains("'duffbeer ingest -'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_matching_file_is_a_missing_source()
    {
        _folder.Write("readme.txt");

        var failure = await Assert.ThrowsAsync<TerminalException>(() => FindAsync(_folder.Path));

        Assert.Equal(ProblemCode.SourceMissing, failure.Code);
        Assert.Contains("--dataset", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_in_the_order_of_the_arguments_and_once()
    {
        var (first, second) = (_folder.Write("b.csv"), _folder.Write("a.csv"));

        var found = await FindAsync(first, second, first, _folder["*.csv"]);

        Assert.Equal([first, second], found.Select(source => source.Path));
    }

    [Theory]
    [InlineData("*.csv", "a.csv b.csv")]
    [InlineData("?.csv", "a.csv b.csv")]
    [InlineData("*/c.csv", "x/c.csv")]
    [InlineData("**/c.csv", "x/c.csv x/y/c.csv")]
    [InlineData("x/**", "x/c.csv x/y/c.csv")]
    [InlineData("**/*.csv", "a.csv b.csv x/c.csv x/y/c.csv")]
    [InlineData("x*/*/c.csv", "x/y/c.csv")]
    public async Task Patterns_find_files(string pattern, string expected)
    {
        foreach (var file in new[] { "a.csv", "b.csv", "a.txt", "x/c.csv", "x/y/c.csv" })
            _folder.Write(file);

        var found = await FindAsync(_folder[pattern]);

        Assert.Equal(
            expected.Split(' '),
            found.Select(source => Path.GetRelativePath(_folder.Path, source.Path).Replace('\\', '/')).Where(name => name != "a.txt"));
    }

    [Fact]
    public void A_relative_pattern_starts_in_the_current_folder()
    {
        var (folder, name) = (Directory.CreateDirectory($"duffbeer-glob-{Guid.NewGuid():n}"), "a.csv");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, name), "");

            Assert.Equal([Path.Combine(folder.Name, name)], Glob.Find($"{folder.Name}/*.csv"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_whose_name_looks_like_a_pattern_is_taken_literally()
    {
        var file = _folder.Write("orders[1].csv");

        Assert.Equal(file, Assert.Single(await FindAsync(file)).Path);
    }

    [Theory]
    [InlineData("none.csv")]
    [InlineData("none/*.csv")]
    [InlineData("*.tsv")]
    public async Task An_argument_without_a_match_is_a_missing_source(string argument)
    {
        var failure = await Assert.ThrowsAsync<TerminalException>(() => FindAsync(_folder[argument]));

        Assert.Equal(ProblemCode.SourceMissing, failure.Code);
        Assert.Contains(_folder[argument], failure.Message, StringComparison.Ordinal);
    }

    static Task<IReadOnlyList<SourceFile>> FindAsync(params string[] arguments) =>
        new SourceFiles(
            path => path.EndsWith(".csv", StringComparison.Ordinal),
            _ => throw new InvalidOperationException("Standard input must not be read."))
            .FindAsync(arguments, default);
}
