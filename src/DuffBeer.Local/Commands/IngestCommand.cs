using System.CommandLine;
using System.CommandLine.Parsing;
using DuffBeer.Core.Failures;
using DuffBeer.Local.Rendering;
using DuffBeer.Local.Sources;
using DuffBeer.Local.Workspaces;

namespace DuffBeer.Local.Commands;

sealed class IngestCommand : DuffBeerCommand
{
    readonly Argument<string[]> _files = new("FILE")
    {
        Description = "CSV files, folders, patterns such as 'in/*.csv', - for standard input, or s3://bucket/key with --store s3",
        Arity = ArgumentArity.OneOrMore
    };
    readonly Option<string?> _dataset = new("--dataset")
    {
        Description = "Dataset of the files (default: found by name and header)", HelpName = "NAME"
    };
    readonly Option<string?> _key = new("--key")
    {
        Description = "Key of a single file (default: the dataset's prefix and the file's name)", HelpName = "KEY"
    };
    readonly Option<long?> _asVersion = CheckedOption.Count(
        "--as-version", "Contract version to read the files by (default: by date and header)", least: 1, most: int.MaxValue);
    readonly Option<bool> _verify = new("--verify") { Description = "Count the rows a second time, independently, and compare the counts" };
    readonly Option<bool> _noRefresh = new("--no-refresh") { Description = "Do not refresh the models" };

    public IngestCommand(CommandHost host)
        : base("ingest", "Ingest CSV files: valid rows go to tables, the others to rejects.", host)
    {
        _files.Validators.Add(RefuseOptions);
        Add(_files);
        Add(_dataset);
        Add(_key);
        Add(_asVersion);
        Add(_verify);
        Add(_noRefresh);
    }

    // The parser takes an unknown option for one more file.
    void RefuseOptions(ArgumentResult files)
    {
        foreach (var typed in files.Tokens.Select(token => token.Value))
        {
            if (typed.StartsWith("--", StringComparison.Ordinal) && !File.Exists(typed))
                files.AddError($"There is no option '{typed}'.{LikelyName.Hint(typed, Options.Select(option => option.Name))}");
        }
    }

    protected override async Task<ExitCode> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var workspace = await invocation.WorkspaceAsync(cancellationToken);
        workspace.ExpectFiles();
        if (Environment.ProcessorCount > 1 && !invocation.Json)
            _ = Task.Run(() => LedgerText.WarmUp(invocation.Terminal), CancellationToken.None);
        var dataset = invocation.Value(_dataset);
        var files = new SourceFiles(
            path => workspace.IsWanted(path, dataset),
            token => SpooledInput.SpoolAsync(invocation.Terminal.OpenIn(), invocation.Home, token));
        var sources = await files.FindAsync(invocation.Value(_files)!, cancellationToken);

        var key = invocation.Value(_key);
        if (key is not null && sources.Count > 1)
            throw new TerminalException(
                ProblemCode.BadRequest,
                $"--key names one file, but {sources.Count} files were given. Leave --key out, or ingest the files one by one.");

        var (verify, asVersion) = (invocation.Value(_verify), (int?)invocation.Value(_asVersion));
        IngestRequest[] requests = [.. sources.Select(source => new IngestRequest(source, dataset, key, verify, asVersion))];
        var runs = await RunWatch.WatchAllAsync(
            invocation,
            [.. sources.Select(source => Path.GetFileName(source.Path))],
            verify || !workspace.HasBatches ? null : progress => workspace.IngestTogetherAsync(requests, progress, cancellationToken),
            (index, progress) => workspace.IngestAsync(requests[index], progress, cancellationToken));
        return await RunWatch.FinishAsync(invocation, runs, refresh: !invocation.Value(_noRefresh), cancellationToken);
    }
}
